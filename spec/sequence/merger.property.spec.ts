import fc from 'fast-check'
import type { BookTicker, DepthDiff, Kline, MarketEvent, Trade } from '../../src/index.js'
import { Merger } from '../../src/sequence/merger.js'
import { aBookTicker, aDepthDiff, aKline, aTrade, VirtualScheduler } from '../../src/testing/index.js'
import { runs } from '../runs.js'
import { ruleOf } from './order.js'

const MAX_SKEW = 250

type Item = MarketEvent | { readonly missing: number | undefined; readonly cause: string }

/** A merger of sessions from 1 to `count`, fed at given times as a stream feeds it. */
function createMerged(kind: MarketEvent['type'], last?: MarketEvent, count = 2) {
  const scheduler = new VirtualScheduler()
  const output: Item[] = []
  const rejected: MarketEvent[] = []
  const merger = new Merger<MarketEvent>(
    ruleOf(kind),
    {
      deliver: event => output.push(event),
      missing: ({ missing, cause }) => output.push({ missing, cause }),
      outOfOrder: event => rejected.push(event),
    },
    () => scheduler.monotonic(),
    { session: 1, last, interruption: undefined },
  )
  for (let session = 2; session <= count; session++) merger.join(session)
  let isArmed = false
  const arm = (): void => {
    if (isArmed || merger.deadline === Infinity) return
    isArmed = true
    scheduler.schedule(
      () =>
        scheduler.schedule(() => {
          isArmed = false
          merger.expire()
          arm()
        }),
      merger.deadline - scheduler.monotonic(),
    )
  }
  const at = (time: number, action: () => void): void => {
    scheduler.schedule(() => {
      action()
      arm()
    }, time)
  }
  return {
    merger,
    output,
    rejected,
    scheduler,
    at,
    /** Peeks at the ids first, as a stream does. */
    deliver: (time: number, session: number, event: MarketEvent) =>
      at(time, () => {
        if (!merger.passOver(idsOf(kind, event), session)) merger.admit(event, session)
      }),
  }
}

/** The fate of one event on one session. */
const fate = fc.record({
  isLost: fc.boolean(),
  isRepeated: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
})
/**
 * An event of the log: when it is sent after the one before, and what becomes of it on both
 * sessions.
 */
const step = fc.record({
  pause: fc.oneof(fc.nat(20), fc.nat(2_000)),
  lag: fc.tuple(fc.nat(MAX_SKEW), fc.nat(MAX_SKEW)),
  fates: fc.tuple(fate, fate),
  size: fc.integer({ min: 1, max: 4 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const FIRST: Step = {
  pause: 0,
  lag: [0, 0],
  fates: [
    { isLost: false, isRepeated: false },
    { isLost: false, isRepeated: false },
  ],
  size: 1,
}

interface Log<E> {
  readonly kind: MarketEvent['type']
  readonly events: (steps: readonly Step[]) => E[]
}

const trades: Log<Trade> = {
  kind: 'trade',
  events: steps => steps.map((_, index) => aTrade({ tradeId: 100 + index, eventTime: 1_000 + index })),
}
const diffs: Log<DepthDiff> = {
  kind: 'depthDiff',
  events: steps => {
    let next = 100
    return steps.map(({ size }, index) => {
      const firstUpdateId = next
      next += size
      return aDepthDiff({ firstUpdateId, lastUpdateId: next - 1, eventTime: 1_000 + index })
    })
  },
}

/**
 * Feeds the log through two sessions, each in order; returns the output and the log without what
 * both lost.
 */
function run<E extends MarketEvent>({ kind, events }: Log<E>, steps: readonly Step[]) {
  const [before, ...log] = events([FIRST, ...steps])
  const world = createMerged(kind, before)
  const arrivals = [0, 0]
  let sentAt = 0
  steps.forEach(({ pause, lag, fates }, index) => {
    sentAt += pause
    fates.forEach(({ isLost, isRepeated }, session) => {
      // A session delivers in order, so that an event comes no sooner than the one before.
      const arrival = Math.max(arrivals[session] ?? 0, sentAt + (lag[session] ?? 0))
      arrivals[session] = arrival
      if (isLost) return
      for (let copy = 0; copy <= (isRepeated ? 1 : 0); copy++)
        world.deliver(arrival, session + 1, log[index] as E)
    })
  })
  world.scheduler.advanceBy(sentAt + 10_000)
  const kept = log.filter((_, index) => steps[index]?.fates.some(({ isLost }) => !isLost))
  return { ...world, before, kept }
}

const idsOf = (kind: MarketEvent['type'], event: MarketEvent) =>
  ruleOf(kind).idsOf?.(event) ?? { first: NaN, last: NaN }

describe('two sessions of one log', () => {
  it.each([trades, diffs] as readonly Log<MarketEvent>[])(
    'yield the log of $kind, with gaps where both lost',
    log => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), steps => {
          const { output, before, kept, merger } = run(log, steps)
          const expected: Item[] = []
          kept.forEach((event, index) => {
            const previous = kept[index - 1] ?? before
            const missing =
              previous === undefined ? 0 : idsOf(log.kind, event).first - idsOf(log.kind, previous).last - 1
            if (missing > 0) expected.push({ missing, cause: 'loss' })
            expected.push(event)
          })
          expect(output).toEqual(expected)
          expect(merger.deadline).toBe(Infinity)
        }),
        { numRuns: runs(300, 20_000) },
      )
    },
  )
})

/**
 * An event of the log, and whether each of `count` sessions is up when it is sent. A session that
 * comes back is another one.
 */
const dropStep = (count: number) =>
  fc.record({
    pause: fc.oneof(fc.nat(3), fc.nat(400)),
    lag: fc.array(fc.oneof(fc.nat(3), fc.nat(MAX_SKEW)), { minLength: count, maxLength: count }),
    drops: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    size: fc.integer({ min: 1, max: 4 }),
  })
type DropStep = ReturnType<typeof dropStep> extends fc.Arbitrary<infer S> ? S : never

/** Feeds the log through sessions that drop and return; returns the output and what was delivered. */
function runWithDrops<E extends MarketEvent>(
  { kind, events }: Log<E>,
  count: number,
  steps: readonly DropStep[],
) {
  const [before, ...log] = events([FIRST, ...steps.map(step => ({ ...FIRST, size: step.size }))])
  const world = createMerged(kind, before, count)
  const places = Array.from({ length: count }, (_, place) => ({
    session: place + 1,
    isUp: true,
    busyUntil: 0,
    joinedAt: -1,
  }))
  const delivered = new Set<number>()
  let sessions = count
  let sentAt = 0
  steps.forEach(({ pause, lag, drops }, index) => {
    sentAt += pause
    places.forEach((place, number) => {
      const isDropped = drops[number] === true
      if (isDropped === place.isUp) {
        place.isUp = !isDropped
        place.busyUntil = Math.max(place.busyUntil, sentAt)
        if (!isDropped) Object.assign(place, { session: ++sessions, joinedAt: place.busyUntil })
        const { session } = place
        world.at(place.busyUntil, () => {
          if (isDropped) world.merger.leave(session)
          else world.merger.join(session)
        })
      }
      // A session that opens once the end of the last one is known is not sent what was before.
      if (isDropped || sentAt <= place.joinedAt) return
      place.busyUntil = Math.max(place.busyUntil, sentAt + (lag[number] ?? 0))
      delivered.add(index)
      world.deliver(place.busyUntil, place.session, log[index] as E)
    })
  })
  world.scheduler.advanceBy(sentAt + 10_000)
  return { ...world, before, kept: log.filter((_, index) => delivered.has(index)) }
}

describe('sessions that drop and return', () => {
  const cases = [trades, diffs].flatMap(log => [2, 3].map(count => ({ log, count, kind: log.kind })))
  it.each(cases as readonly { log: Log<MarketEvent>; count: number; kind: string }[])(
    'yield the log of $kind of $count sessions, with gaps where none delivered',
    ({ log, count }) => {
      fc.assert(
        fc.property(fc.array(dropStep(count), { maxLength: 40 }), steps => {
          const { output, before, kept, rejected } = runWithDrops(log, count, steps)
          expect(output.filter(item => 'type' in item)).toEqual(kept)
          const missing = output.reduce((sum, item) => sum + ('cause' in item ? (item.missing ?? NaN) : 0), 0)
          const expected = kept.reduce((sum, event, index) => {
            const previous = kept[index - 1] ?? before ?? event
            return sum + idsOf(log.kind, event).first - idsOf(log.kind, previous).last - 1
          }, 0)
          expect(missing).toBe(expected)
          expect(rejected).toEqual([])
        }),
        { numRuns: runs(100, 10_000) },
      )
    },
  )
})

describe('two sessions of states and series', () => {
  it('yield the newest states in order, each once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const states: Log<BookTicker> = {
          kind: 'bookTicker',
          events: all => {
            let updateId = 100
            return all.map(({ size }) => aBookTicker({ updateId: (updateId += size) }))
          },
        }
        const { output, kept } = run(states, steps)
        const ids = (items: readonly Item[]): number[] =>
          items.map(item => ('updateId' in item ? item.updateId : NaN))
        expect([...ids(output)].sort((a, b) => a - b)).toEqual(ids(output))
        expect(new Set(ids(output)).size).toBe(output.length)
        expect(ids(kept)).toEqual(expect.arrayContaining(ids(output)))
        expect(output.at(-1)).toEqual(kept.at(-1))
      }),
      { numRuns: runs(100, 5_000) },
    )
  })

  it('yield each close of klines once, or report it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        /** Three updates a kline, of which the last one closes it. */
        const bars: Log<Kline> = {
          kind: 'kline',
          events: all =>
            all.map((_, index) => {
              const minute = Math.floor(index / 3)
              return aKline({
                freq: '1m',
                openTime: minute * 60_000,
                closeTime: minute * 60_000 + 59_999,
                tradeCount: 10 + (index % 3),
                isClosed: index % 3 === 2,
                eventTime: minute * 60_000 + 20_000 * (index % 3) + 20_000,
              })
            }),
        }
        const { output, before, kept } = run(bars, steps)
        const closes = (items: readonly Item[]): number[] =>
          items.flatMap(item => ('isClosed' in item && item.isClosed ? [item.openTime] : []))
        expect(closes(output)).toEqual(closes(kept))
        const missing = output.reduce((sum, item) => sum + ('cause' in item ? (item.missing ?? NaN) : 0), 0)
        const [first, last] = [before, kept.at(-1)].map(event =>
          event !== undefined && 'openTime' in event ? event.openTime / 60_000 : NaN,
        )
        const isLastClosed = kept.at(-1) !== undefined && closes(kept.slice(-1)).length === 1
        const expected = (last ?? NaN) - (first ?? NaN) + (isLastClosed ? 1 : 0)
        if (kept.length > 0) expect(closes(output).length + missing).toBe(expected)
      }),
      { numRuns: runs(100, 5_000) },
    )
  })
})
