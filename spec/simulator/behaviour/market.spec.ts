import fc from 'fast-check'
import type { Trade } from '../../../src/simulator/engine/trade-log.js'
import { Instrument } from '../../../src/simulator/market/instrument.js'
import { DAY, HOUR, MINUTE } from '../../../src/simulator/durations.js'
import { INTERVALS, nextOpenOf, openOf } from '../../../src/simulator/market/intervals.js'
import { klineAt } from '../../../src/simulator/market/kline.js'
import { createSymbolSpec } from '../../../src/simulator/market/symbol-options.js'
import { inVirtualTime, listen, START } from '../client.js'

type Levels = [string, string][]
interface Depth {
  U: number
  u: number
  b: Levels
  a: Levels
}
interface Snapshot {
  lastUpdateId: number
  bids: Levels
  asks: Levels
}

const seeds = fc.integer({ min: 0, max: 1e9 })
const symbols = fc.constantFrom('BTCUSDT', 'ADAUSDT', 'DOGEUSDT', 'WHOKNOWSBTC')
const few = { numRuns: 15 }

describe('the market', () => {
  it('never crosses its book, whatever the seed', () => {
    fc.assert(
      fc.property(
        seeds,
        symbols,
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (seed, symbol, volatility) => {
          const instrument = new Instrument(createSymbolSpec({ symbol, volatility }), seed, START)
          const { bids, asks } = instrument.book
          for (let i = 0; i < 3_000; i++) {
            instrument.step()
            if (!(bids.best < asks.best && bids.bestLots > 0 && asks.bestLots > 0)) return false
          }
          return true
        },
      ),
      few,
    )
  })

  it('keeps its book within twice the configured levels', () => {
    const instrument = new Instrument(createSymbolSpec({ symbol: 'BTCUSDT', levels: 50 }), 1, START)
    instrument.advanceTo(START + 59_000)
    instrument.advanceTo(START + 100_000)
    expect(instrument.book.bids.length).toBeLessThanOrEqual(101)
    expect(instrument.book.bids.length).toBeGreaterThan(10)
  })

  it('publishes every book change: snapshot plus diffs is the book', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom('@100ms', ''),
        fc.integer({ min: 0, max: 2_000 }),
        (seed, speed, wait) => {
          const { scheduler, exchange } = inVirtualTime({ seed })
          const client = listen(exchange, `/stream?streams=btcusdt@depth${speed}`)
          scheduler.advanceBy(wait)
          const depth = () =>
            JSON.parse(exchange.rest('/api/v3/depth?symbol=BTCUSDT&limit=5000').body) as Snapshot
          const snapshot = depth()
          scheduler.advanceTo(START + 9_000)
          const diffs = client.frames<Depth>(`btcusdt@depth${speed}`)
          diffs.forEach((diff, i) => i > 0 && expect(diff.U).toBe((diffs[i - 1]?.u ?? NaN) + 1))

          const book = { bids: new Map(snapshot.bids), asks: new Map(snapshot.asks) }
          const later = diffs.filter(({ u }) => u > snapshot.lastUpdateId)
          expect(later[0]?.U).toBeLessThanOrEqual(snapshot.lastUpdateId + 1)
          const apply = (side: Map<string, string>, levels: Levels) => {
            for (const [price, quantity] of levels) {
              if (Number(quantity) === 0) side.delete(price)
              else side.set(price, quantity)
            }
          }
          for (const { b, a } of later) {
            apply(book.bids, b)
            apply(book.asks, a)
          }
          const now = depth()
          // REST may include changes of this very millisecond, after the last diff.
          fc.pre(now.lastUpdateId === later.at(-1)?.u)
          expect(book.bids).toEqual(new Map(now.bids))
          expect(book.asks).toEqual(new Map(now.asks))
        },
      ),
      few,
    )
  })

  it("has klines equal to its trades', for every interval", () => {
    fc.assert(
      fc.property(seeds, symbols, fc.integer({ min: 1, max: 40 }), (seed, symbol, minutes) => {
        const instrument = new Instrument(
          createSymbolSpec({ symbol, tradesPerSecond: 1, quotesPerSecond: 1 }),
          seed,
          START,
        )
        // The past may end with a trade in the very millisecond in which the market begins.
        const trades: Trade[] = instrument.history.trades.newest(1_000).filter(({ time }) => time >= START)
        instrument.listeners.trade = trade => trades.push(trade)
        for (let i = 1; i <= 2 * minutes; i++) instrument.advanceTo(START + (i * MINUTE) / 2)
        for (const interval of INTERVALS) {
          const last = openOf(interval, START + minutes * MINUTE - 1)
          const own = trades.filter(({ time }) => time >= last && time < nextOpenOf(interval, last))
          // Only what lies wholly after the start can be known from trades alone.
          if (last < START || own.length === 0) continue
          const prices = own.map(({ price }) => price)
          expect(klineAt(instrument, interval, 0, last)?.bar).toEqual({
            open: prices[0],
            high: Math.max(...prices),
            low: Math.min(...prices),
            close: prices.at(-1),
            volume: sum(own, ({ lots }) => lots),
            quote: sum(own, ({ lots, price }) => lots * price),
            takerVolume: sum(own, ({ lots, buyerIsMaker }) => (buyerIsMaker ? 0 : lots)),
            takerQuote: sum(own, ({ lots, price, buyerIsMaker }) => (buyerIsMaker ? 0 : lots * price)),
            count: own.length,
            first: own[0]?.id,
            last: own.at(-1)?.id,
          })
        }
      }),
      { ...few, examples: [[381063961, 'DOGEUSDT', 1]] },
    )
  })

  it('gives the same bytes for the same seed only', () => {
    const streams = 'btcusdt@trade/ethusdt@depth@100ms/btcusdt@ticker/!miniTicker@arr/btcusdt@kline_1m@+08:00'
    const bytes = (seed: number) => {
      const { scheduler, exchange } = inVirtualTime({ seed })
      const { texts } = listen(exchange, `/stream?streams=${streams}`)
      scheduler.advanceBy(5_000)
      return texts.join('\n')
    }
    fc.assert(
      fc.property(seeds, seed => {
        const once = bytes(seed)
        expect(bytes(seed)).toBe(once)
        expect(bytes(seed + 1)).not.toBe(once)
      }),
      { numRuns: 5 },
    )
  })

  it('starts near its configured price with days of history', () => {
    const instrument = new Instrument(createSymbolSpec('BTCUSDT'), 1, START)
    expect(Math.abs(instrument.lastPrice / 6_000_000 - 1)).toBeLessThan(0.005)
    const yesterday = klineAt(instrument, '1d', 0, START - DAY)
    expect(yesterday?.bar.count).toBeGreaterThan(100_000)
    expect(yesterday?.bar.close).not.toBe(yesterday?.bar.open)
  })

  it('catches up after idle hours, without a kline gap', () => {
    const { scheduler, exchange } = inVirtualTime()
    exchange.rest('/api/v3/depth?symbol=BTCUSDT')
    scheduler.advanceBy(5 * HOUR)
    const rows = JSON.parse(exchange.rest('/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=600').body) as [
      number,
      string,
      string,
      string,
      string,
      string,
      number,
      string,
      number,
    ][]
    expect(rows).toHaveLength(600)
    rows.forEach(([time, , high, low, , , , , count], i) => {
      expect(time).toBe(START + 5 * HOUR - (599 - i) * MINUTE)
      if (i < 599) expect(count).toBeGreaterThan(0)
      expect(Number(high)).toBeGreaterThanOrEqual(Number(low))
    })
  })

  it('has no timer while nothing is subscribed', () => {
    const { scheduler, exchange } = inVirtualTime({ limits: { pingInterval: Infinity, maxAge: Infinity } })
    const client = listen(exchange)
    scheduler.advanceBy(0)
    expect(scheduler.pending).toBe(0)
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@trade', 'btcusdt@depth'], id: 1 })
    scheduler.advanceBy(1_000)
    expect(scheduler.pending).toBeGreaterThan(0)
    client.send({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade', 'btcusdt@depth'], id: 2 })
    scheduler.advanceBy(0)
    expect(scheduler.pending).toBe(0)
  })
})

function sum(trades: readonly Trade[], part: (trade: Trade) => number): number {
  return trades.reduce((total, trade) => total + part(trade), 0)
}
