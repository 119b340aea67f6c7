import fc from 'fast-check'
import type { AggregateTrade, Trade } from '../../../src/simulator/engine/trade-log.js'
import { Instrument } from '../../../src/simulator/market/instrument.js'
import { klineAt } from '../../../src/simulator/market/kline.js'
import { createSymbolSpec, type SymbolOptions } from '../../../src/simulator/market/symbol-options.js'
import { START } from '../client.js'

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** An instrument, and its events of some time. */
function watched(options: SymbolOptions, seed: number, until: number) {
  const instrument = new Instrument(createSymbolSpec(options), seed, START)
  const trades: Trade[] = []
  const aggregates: AggregateTrade[] = []
  const blocks: Trade[] = []
  Object.assign(instrument.listeners, {
    trade: trade => trades.push(trade),
    aggTrade: trade => aggregates.push(trade),
    blockTrade: trade => blocks.push(trade),
  } satisfies Instrument['listeners'])
  instrument.advanceTo(START + until)
  return { instrument, trades, aggregates, blocks }
}

const seeds = fc.integer({ min: 0, max: 1e9 })
const modest = { symbol: 'BTCUSDT', tradesPerSecond: 1, quotesPerSecond: 4 }

describe('an instrument', () => {
  it('emits touch exactly when an order changes the best quotes', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const instrument = new Instrument(createSymbolSpec('ETHUSDT'), seed, START)
        let touches = 0
        instrument.listeners.touch = () => touches++
        for (let i = 0; i < 500; i++) {
          const before = instrument.touch()
          touches = 0
          instrument.step()
          const after = instrument.touch()
          const isSame = (['bid', 'bidLots', 'ask', 'askLots'] as const).every(
            key => before[key] === after[key],
          )
          if (touches !== (isSame ? 0 : 1)) return false
        }
        return true
      }),
      { numRuns: 10, seed: 5 },
    )
  })

  it('aggregates the trades of one taker at one price, completely', () => {
    const { trades, aggregates } = watched({ symbol: 'DOGEUSDT' }, 4, 5 * MINUTE)
    expect(trades.length).toBeGreaterThan(aggregates.length)
    const isSum: boolean[] = []
    let next = 0
    for (const { firstId, lastId, price, lots, time, buyerIsMaker } of aggregates) {
      const parts = trades.slice(next, next + lastId - firstId + 1)
      next += parts.length
      isSum.push(
        parts[0]?.id === firstId &&
          parts.at(-1)?.id === lastId &&
          sum(parts, part => part.lots) === lots &&
          parts.every(
            part => part.price === price && part.time === time && part.buyerIsMaker === buyerIsMaker,
          ),
      )
    }
    expect(isSum).not.toContain(false)
    expect(next).toBe(trades.length)
    expect(trades.every(({ id }, i) => id === (trades[0]?.id ?? NaN) + i)).toBe(true)
  })

  it('remembers the newest trades, aggregate trades and block trades', () => {
    const { instrument, trades, aggregates, blocks } = watched(
      { symbol: 'BTCUSDT', blockTradesPerMinute: 60 },
      6,
      5 * MINUTE,
    )
    const plain = (list: readonly Trade[]) =>
      list.map(({ id, price, lots, time, buyerIsMaker }) => ({ id, price, lots, time, buyerIsMaker }))
    expect(trades.length).toBeGreaterThan(1_000)
    expect(plain(instrument.history.trades.newest(300))).toEqual(plain(trades.slice(-300)))
    expect(instrument.history.trades.newest(5_000)).toHaveLength(1_000)
    const id = trades.at(-100)?.id ?? NaN
    expect(plain(instrument.history.trades.from(id, 10))).toEqual(plain(trades.slice(-100, -90)))
    expect(plain(instrument.history.blockTrades.from(blocks[3]?.id ?? NaN, 2))).toEqual(
      plain(blocks.slice(3, 5)),
    )

    const limit = 50
    const fromId = aggregates[200]?.id
    const [startTime, endTime] = [START + 2 * MINUTE, START + 2 * MINUTE + 4_000]
    expect(instrument.history.aggregates({ limit })).toEqual(aggregates.slice(-limit))
    expect(instrument.history.aggregates({ fromId, limit })).toEqual(aggregates.slice(200, 250))
    expect(instrument.history.aggregates({ startTime, endTime, limit: 1_000 })).toEqual(
      aggregates.filter(({ time }) => time >= startTime && time <= endTime),
    )
  })

  it('reproduces the book from any snapshot and all later changes', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 12 }),
        (seed, waits) => {
          const instrument = new Instrument(createSymbolSpec('ADAUSDT'), seed, START)
          const watch = instrument.collectDeltas()
          const { lastUpdateId, bids, asks } = instrument.depth(5_000)
          const book = { bids: new Map(bids), asks: new Map(asks) }
          let id = lastUpdateId
          for (const wait of waits) {
            instrument.advanceTo(instrument.time + wait)
            const changes = watch.drain(instrument.book.updateId)
            if (changes === undefined) continue
            expect(changes.firstId).toBe(id + 1)
            expect(changes.bids.length + changes.asks.length).toBeLessThanOrEqual(changes.lastId - id)
            id = changes.lastId
            for (const side of ['bids', 'asks'] as const) {
              for (const [price, lots] of changes[side]) {
                if (lots === 0) book[side].delete(price)
                else book[side].set(price, lots)
              }
            }
            const now = instrument.depth(5_000)
            expect(id).toBe(now.lastUpdateId)
            expect([...book.bids].sort(([a], [b]) => b - a)).toEqual(now.bids)
            expect([...book.asks].sort(([a], [b]) => a - b)).toEqual(now.asks)
          }
        },
      ),
      { numRuns: 15, seed: 5 },
    )
  })

  it('agrees with its trades about windows, averages, reference price', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 62 * MINUTE, max: 80 * MINUTE }), (seed, until) => {
        const { instrument, trades } = watched(modest, seed, until)
        const now = START + until
        const price = trades.at(-1)?.price ?? NaN
        const units = (list: readonly Trade[]) =>
          Math.round(
            (sum(list, ({ price, lots }) => price * lots) / sum(list, ({ lots }) => lots)) *
              instrument.spec.tick,
          )
        for (const window of [MINUTE, 5 * MINUTE, HOUR]) {
          const openTime = Math.floor((now - window) / MINUTE) * MINUTE
          const own = trades.filter(({ time }) => time >= openTime)
          const prices = own.map(({ price }) => price)
          expect(instrument.statistics(window)).toEqual({
            openTime,
            closeTime: now,
            bar: {
              open: prices[0],
              high: Math.max(...prices),
              low: Math.min(...prices),
              close: price,
              volume: sum(own, ({ lots }) => lots),
              quote: sum(own, ({ lots, price }) => lots * price),
              takerVolume: sum(own, ({ lots, buyerIsMaker }) => (buyerIsMaker ? 0 : lots)),
              takerQuote: sum(own, ({ lots, price, buyerIsMaker }) => (buyerIsMaker ? 0 : lots * price)),
              count: own.length,
              first: own[0]?.id,
              last: own.at(-1)?.id,
            },
            previousClose: trades.filter(({ time }) => time < openTime).at(-1)?.price,
            meanUnits: units(own),
          })
        }
        const fifth = Math.floor(now / SECOND) * SECOND - 5 * MINUTE
        expect(instrument.averageUnits()).toBe(units(trades.filter(({ time }) => time >= fifth)))
        const seconds = Array.from({ length: 10 }, (_, i) => Math.floor(now / SECOND) * SECOND - i * SECOND)
        const closes = seconds.map(
          from => trades.filter(({ time }) => time < from + SECOND).at(-1)?.price ?? NaN,
        )
        expect(instrument.referencePrice()).toBe(Math.round(sum(closes, close => close) / 10))
      }),
      { numRuns: 4, seed: 5 },
    )
  })

  it('generates a long gap in bars, and reports book changes', () => {
    const instrument = new Instrument(
      createSymbolSpec({ symbol: 'BTCUSDT', tradesPerSecond: 300, quotesPerSecond: 300 }),
      1,
      START,
    )
    const watch = instrument.collectDeltas()
    const before = instrument.depth(5_000)
    const late = START + 100 * HOUR + 30_500
    expect(instrument.isTooFarBehind(late)).toBe(true)
    instrument.advanceTo(late)

    const changes = watch.drain(instrument.book.updateId)
    const book = new Map([...before.bids, ...(changes?.bids ?? [])].filter(([, lots]) => lots > 0))
    for (const [price, lots] of changes?.bids ?? []) if (lots === 0) book.delete(price)
    expect([...book].sort(([a], [b]) => b - a)).toEqual(instrument.depth(5_000).bids)
    expect(changes?.firstId).toBe(before.lastUpdateId + 1)
    expect(instrument.book.orders.count).toBeLessThan(2 * 300 + 50)

    for (let time = START; time < late; time += HOUR) {
      expect(klineAt(instrument, '1h', 0, time)?.bar.count).toBeGreaterThan(0)
    }
    const { bid, ask } = instrument.touch()
    expect(Math.abs(instrument.lastPrice / ((bid + ask) / 2) - 1)).toBeLessThan(0.01)
    const { length } = instrument.history.trades.newest(1_000)
    instrument.advanceTo(late + 5_000)
    expect(instrument.history.trades.newest(1_000).length).toBeGreaterThanOrEqual(length)
    expect(instrument.lastTradeTime).toBeGreaterThan(late)
  })

  it.each([
    { volatility: 100 },
    { drift: 1_000 },
    { drift: -1_000 },
    { jumpsPerDay: 1_440, jumpSize: 1 },
    { price: 5e-7, tickSize: 1e-8 },
    { price: 10_000_000, volatility: 100, tickSize: 1e-8 },
  ])('runs with extreme settings: %j', options => {
    const { price: listed, tick } = createSymbolSpec({ symbol: 'ODDBTC', ...options })
    const instrument = new Instrument(createSymbolSpec({ symbol: 'ODDBTC', ...options }), 3, START)
    const opening = klineAt(instrument, '1m', 0, START - 2 * MINUTE)?.bar.close ?? NaN
    expect(opening / listed).toBeCloseTo(1, 0)
    for (let hour = 1; hour <= 3; hour++) {
      instrument.advanceTo(START + hour * 200_000)
      const { bid, ask } = instrument.touch()
      expect(bid).toBeGreaterThanOrEqual(1)
      expect(ask).toBeGreaterThan(bid)
      expect(Number.isSafeInteger(ask * tick)).toBe(true)
    }
  })

  it('rejects a price of too few ticks', () => {
    expect(() => createSymbolSpec({ symbol: 'ODDBTC', price: 1e-8 })).toThrow(
      'price 1e-8 is 1 ticks of 1e-8: give at least 50, by a higher price or a smaller tickSize',
    )
  })

  it('generates no event without trades and quotes', () => {
    const silent = { tradesPerSecond: 0, quotesPerSecond: 0, blockTradesPerMinute: 0 }
    const instrument = new Instrument(createSymbolSpec({ symbol: 'BTCUSDT', ...silent }), 1, START)
    expect(instrument.nextAt).toBe(Infinity)
    const { lastUpdateId } = instrument.depth(5)
    instrument.advanceTo(START + 1_000 * HOUR)
    expect(instrument.depth(5).lastUpdateId).toBe(lastUpdateId)
    expect(instrument.statistics(HOUR).bar.count).toBe(0)
  })
})

function sum<T>(list: readonly T[], part: (item: T) => number): number {
  return list.reduce((total, item) => total + part(item), 0)
}
