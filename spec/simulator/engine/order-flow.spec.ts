import fc from 'fast-check'
import { type MarketProfile, type Preset, presets } from '../../../src/simulator/engine/market-profile.js'
import { MatchingEngine } from '../../../src/simulator/engine/matching-engine.js'
import { OrderFlow } from '../../../src/simulator/engine/order-flow.js'
import { Instrument } from '../../../src/simulator/market/instrument.js'
import { createSymbolSpec, type SymbolOptions } from '../../../src/simulator/market/symbol-options.js'
import { createRandom } from '../../../src/simulator/random.js'
import { START } from '../client.js'

const MINUTE = 60_000
const YEAR = 365.25 * 24 * 60 * MINUTE

/** The statistics of a market observed once a second. */
function observe(options: SymbolOptions, minutes: number, preset?: MarketProfile) {
  const instrument = new Instrument(createSymbolSpec(options, preset), 11, START)
  let takers = 0
  let before = 0
  // One taker order may have several aggregate trades, at its prices, but all at one time.
  instrument.listeners.aggTrade = ({ time }) => {
    if (time !== before) takers++
    before = time
  }
  const middles: number[] = []
  let spread = 0
  let orders = 0
  for (let second = 1; second <= minutes * 60; second++) {
    instrument.advanceTo(START + second * 1_000)
    const { bid, ask } = instrument.touch()
    spread += (ask - bid) / (minutes * 60)
    orders += instrument.book.orders.count / (minutes * 60)
    if (second % 60 === 0) middles.push((bid + ask) / 2)
  }
  const returns = middles.slice(1).map((middle, i) => Math.log(middle / (middles[i] ?? NaN)))
  const variance = returns.reduce((sum, each) => sum + each ** 2, 0) / returns.length
  return {
    spread,
    orders,
    takersPerSecond: takers / minutes / 60,
    /** Of a year, from the moves of minutes. */
    volatility: Math.sqrt((variance * YEAR) / MINUTE),
    move: Math.log((middles.at(-1) ?? NaN) / (middles[0] ?? NaN)),
    listing: instrument.spec,
  }
}

const settings = fc.record({
  volatility: fc.double({ min: 0, max: 100, noNaN: true }),
  drift: fc.double({ min: -1_000, max: 1_000, noNaN: true }),
  jumpsPerDay: fc.integer({ min: 0, max: 1_440 }),
  jumpSize: fc.double({ min: 0, max: 1, noNaN: true }),
  spread: fc.double({ min: 0, max: 0.5, noNaN: true }),
  tradesPerSecond: fc.integer({ min: 0, max: 1_000 }),
  quotesPerSecond: fc.integer({ min: 0, max: 1_000 }),
  levels: fc.integer({ min: 1, max: 400 }),
})

describe('the order flow', () => {
  it('keeps two sides that never cross, at integer prices', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom('BTCUSDT', 'DOGEUSDT', 'ODDBTC'), (options, symbol) => {
        const random = createRandom(3)
        const engine = new MatchingEngine()
        const flow = new OrderFlow(engine, createSymbolSpec({ symbol, ...options }), random)
        const { bids, asks } = engine.book
        flow.open()
        for (let i = 0; i < 1_500; i++) {
          if (i % 50 === 0) flow.value.advance(60_000)
          flow.step()
          const { best: bid } = bids
          const { best: ask } = asks
          if (!(bid >= 1 && ask > bid && Number.isInteger(bid) && Number.isInteger(ask))) return false
          if (!(bids.bestLots >= 1 && asks.bestLots >= 1)) return false
        }
        return true
      }),
      { numRuns: 60, seed: 5 },
    )
  })

  it.each(['calm', 'usual', 'wild'] as Preset[])('makes a %s market of the settings of its preset', name => {
    const preset = presets[name]
    const { spread, orders, volatility, takersPerSecond, listing } = observe(
      { symbol: 'ETHUSDT', jumpsPerDay: 0 },
      name === 'wild' ? 40 : 120,
      preset,
    )
    expect(volatility / preset.volatility).toBeGreaterThan(0.75)
    expect(volatility / preset.volatility).toBeLessThan(1.33)
    expect(spread / (preset.spread * listing.price)).toBeGreaterThan(0.67)
    expect(spread / (preset.spread * listing.price)).toBeLessThan(1.5)
    expect(takersPerSecond / preset.tradesPerSecond).toBeGreaterThan(0.9)
    expect(takersPerSecond / preset.tradesPerSecond).toBeLessThan(1.1)
    expect(orders).toBeGreaterThan(300)
    expect(orders).toBeLessThan(900)
  })

  it('has a spread of one to three ticks with wide ticks', () => {
    const { spread } = observe({ symbol: 'ADAUSDT' }, 30)
    expect(spread).toBeGreaterThanOrEqual(1)
    expect(spread).toBeLessThan(3)
  })

  it('follows the fair value without takers: makers withdraw mispriced quotes', () => {
    const engine = new MatchingEngine()
    const listing = createSymbolSpec({
      symbol: 'ETHUSDT',
      tradesPerSecond: 0,
      quotesPerSecond: 50,
      levels: 100,
    })
    const flow = new OrderFlow(engine, listing, createRandom(2))
    const { bids, asks } = engine.book
    flow.open()
    let passed = 0
    for (let i = 0; i < 10_000; i++) {
      flow.value.advance(2)
      flow.step()
      if (bids.best > flow.value.ticks || asks.best < flow.value.ticks) passed++
    }
    expect(passed / 10_000).toBeLessThan(0.35)
  })

  it('drifts by the configured rate', () => {
    const minutes = 60
    const { move } = observe({ symbol: 'ETHUSDT', drift: 200, volatility: 0.1, jumpsPerDay: 0 }, minutes + 1)
    expect(move / ((200 * minutes * MINUTE) / YEAR)).toBeCloseTo(1, 1)
  })

  it('jumps at the configured rate and size', () => {
    const options = { symbol: 'ETHUSDT', volatility: 0, jumpsPerDay: 1_440, jumpSize: 0.002 }
    const { volatility } = observe(options, 120)
    const expected = Math.sqrt(options.jumpSize ** 2 * options.jumpsPerDay * 365.25)
    expect(volatility / expected).toBeGreaterThan(0.75)
    expect(volatility / expected).toBeLessThan(1.33)
  })
})
