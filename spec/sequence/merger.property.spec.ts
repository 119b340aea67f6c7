import fc from 'fast-check'
import type { DepthDiff, MarketEvent, Trade } from '../../src/index.js'
import { Merger } from '../../src/sequence/merger.js'
import {
  aBookTicker,
  aDepthDiff,
  aKline,
  aTicker,
  aTrade,
  VirtualScheduler,
} from '../../src/testing/index.js'
import { runs } from '../runs.js'
import { ruleOf } from './order.js'

const MAX_SKEW = 250

type Item = MarketEvent | { readonly missing: number | undefined; readonly cause: string }

/** A merger of two sessions, fed at given times as a stream feeds it. */
function createMerged(kind: MarketEvent['type'], last?: MarketEvent) {
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
    { session: 1, last, isInterrupted: false },
  )
  merger.join(2)
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
    /** Peeks at the id first, as a stream does, where the kind has one. */
    deliver: (time: number, session: number, event: MarketEvent) =>
      at(time, () => {
        const id = 'tradeId' in event ? event.tradeId : NaN
        if (!merger.passOver(id, session)) merger.admit(event, session)
      }),
  }
}

/** What becomes of one event on one session. */
const fate = fc.record({
  isLost: fc.boolean(),
  isRepeated: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
})
/** An event of the log: when it is sent after the one before, and what becomes of it on both sessions. */
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

/** Feeds the log through two sessions, each in order; returns the output and the log without what both lost. */
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
