import fc from 'fast-check'
import type { Depth, DepthDiff, Gap, Kline, Trade } from '../../../src/index.js'
import type { Exchange } from '../../../src/simulator/index.js'
import { runs } from '../../runs.js'
import { createWorld, watch } from '../../world.js'

type Item = Trade | DepthDiff | Kline | Depth | Gap

/** What may happen to one of the connections, or to all. */
const faults: Readonly<Record<string, (exchange: Exchange, connection: 'oldest' | 'newest') => void>> = {
  nothing: () => undefined,
  shutdown: exchange => exchange.shutdown({ grace: 3_000 }),
  abruptShutdown: exchange => exchange.shutdown({ grace: 30 }),
  expire: ({ faults }, connection) => faults.expire({ connection }),
  reset: ({ faults }, connection) => faults.reset({ connection }),
  resetAll: ({ faults }) => faults.reset(),
  halfOpen: ({ faults }, connection) => faults.halfOpen({ connection }),
  refuse: ({ faults }) => void faults.refuse({ count: 2 }),
  loseAcks: ({ faults }) => void faults.loseAcks(2),
  delayAcks: ({ faults }) => void faults.delayAcks(3_000, 2),
  skip: ({ faults }, connection) => void faults.skip({ stream: 'btcusdt@*', count: 5, connection }),
  repeat: ({ faults }, connection) => void faults.repeat({ stream: 'btcusdt@*', count: 5, connection }),
  stutter: ({ faults }, connection) => void faults.stutter({ pause: 150, flow: 100, connection }),
}

const step = fc.record({
  fault: fc.constantFrom(...Object.keys(faults)),
  connection: fc.constantFrom('oldest' as const, 'newest' as const),
  wait: fc.oneof(fc.nat(200), fc.nat(4_000)),
  /** Subscribes or unsubscribes another stream. */
  toggles: fc.boolean(),
})

const options = fc.record({
  after: fc.constantFrom(2_000, 5_000, 10_000),
  mirror: fc.constantFrom(1, 1, 2),
  latency: fc.constantFrom(0, 20, 120),
})

/** Each id once and in order, or inside a gap that states how many. */
function expectComplete(items: readonly Item[], idsOf: (item: Item) => readonly [number, number]): void {
  let last: number | undefined
  for (const item of items) {
    if (item.type === 'gap') {
      if (item.cause === 'reset') throw new Error(`reset after ${item.after}`)
      expect(item.after).toBe(last)
      expect(item.missing).toBe((item.before ?? NaN) - (item.after ?? NaN) - 1)
      last = (item.before ?? NaN) - 1
      continue
    }
    const [first, newest] = idsOf(item)
    if (last !== undefined) expect(first).toBe(last + 1)
    last = newest
  }
}

describe('sessions that are replaced and mirrored at random', () => {
  it('deliver each event once, or a gap, and leave nothing', () => {
    fc.assert(
      fc.property(
        options,
        fc.array(step, { minLength: 5, maxLength: 25 }),
        ({ after, mirror, latency }, steps) => {
          const { market, exchange, scheduler, errors } = createWorld(
            { rotation: { after }, mirror, reconnect: { maxAttempts: Infinity, maxDelay: 2_000 } },
            { latency, symbols: ['BTCUSDT'] },
          )
          const trades = watch(market.trade$('BTCUSDT', { gaps: true }))
          const diffs = watch(market.depthDiff$('BTCUSDT', { gaps: true }))
          const depths = watch(market.depth$('BTCUSDT'))
          const klines = watch(market.kline$('BTCUSDT', '1s', { gaps: true }))
          let other: ReturnType<typeof watch> | undefined
          scheduler.advanceBy(1_000)
          for (const { fault, connection, wait, toggles } of steps) {
            if (exchange.connections.length > 0) faults[fault]?.(exchange, connection)
            if (toggles) {
              other?.subscription.unsubscribe()
              other = other === undefined ? watch(market.aggTrade$('BTCUSDT')) : undefined
            }
            scheduler.advanceBy(wait)
          }
          exchange.faults.clear()
          scheduler.advanceBy(90_000)
          const before = trades.events.length
          scheduler.advanceBy(5_000)
          expect(trades.events.length).toBeGreaterThan(before)
          expectComplete(trades.events, item =>
            'tradeId' in item ? [item.tradeId, item.tradeId] : [NaN, NaN],
          )
          expectComplete(diffs.events, item =>
            'firstUpdateId' in item ? [item.firstUpdateId, item.lastUpdateId] : [NaN, NaN],
          )
          const ids = depths.events.map(({ lastUpdateId }) => lastUpdateId)
          expect([...ids].sort((a, b) => a - b)).toEqual(ids)
          const closes = klines.events.flatMap(item =>
            item.type === 'kline' && item.isClosed ? [item.openTime] : [],
          )
          expect([...new Set(closes)].sort((a, b) => a - b)).toEqual(closes)
          expect(errors.filter(({ code }) => code === 'DECODE_FAILED')).toEqual([])
          for (const { subscription, terminations } of [trades, diffs, depths, klines]) {
            expect(terminations).toEqual([])
            subscription.unsubscribe()
          }
          other?.subscription.unsubscribe()
          scheduler.advanceBy(165_000)
          expect(exchange.connections).toEqual([])
          expect(scheduler.pending).toBe(0)
        },
      ),
      { numRuns: runs(3, 300) },
    )
  })
})
