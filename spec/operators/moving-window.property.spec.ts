import fc from 'fast-check'
import { from, map, Subject } from 'rxjs'
import { type Aggregate, movingWindow } from '../../src/operators/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { ALL, expectRecomputed, type Sample, sample } from './aggregates/recomputed.js'

/** Events some milliseconds apart, with times that lag behind by up to 5. */
const samples = fc
  .array(fc.record({ event: sample, gap: fc.oneof(fc.nat(3), fc.nat(30)), lag: fc.nat(5) }), {
    minLength: 1,
    maxLength: 80,
  })
  .map(parts => {
    let at = 0
    return parts.map(({ event, gap, lag }, id) => {
      at += gap
      return { at, event: { ...event, id, eventTime: at - lag } satisfies Sample }
    })
  })
const span = fc.integer({ min: 1, max: 60 })

/**
 * The events before `index`, and itself, of its key, that are in its window: the clock of the
 * window is the latest time so far.
 */
function windowAt(
  events: readonly Sample[],
  times: readonly number[],
  index: number,
  span: number,
  keyed: boolean,
) {
  const clock = times.map((_, last) => Math.max(...times.slice(0, last + 1)))
  const now = clock[index] ?? NaN
  return events.filter(
    (event, other) =>
      other <= index &&
      (clock[other] ?? NaN) > now - span &&
      (!keyed || event.symbol === events[index]?.symbol),
  )
}

describe('movingWindow', () => {
  it('equals each aggregate of its events computed afresh: by count', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 20 }), (list, count) => {
        const events = list.map(({ event }) => event)
        const watched = watch(from(events).pipe(movingWindow({ count }, ALL)))
        expect(watched.terminations).toEqual(['complete'])
        events.forEach((_, index) =>
          expectRecomputed(watched.events[index], events.slice(Math.max(0, index + 1 - count), index + 1)),
        )
      }),
    )
  })

  it('equals each aggregate computed afresh: by event time and key', () => {
    fc.assert(
      fc.property(samples, span, (list, length) => {
        const events = list.map(({ event }) => event)
        const times = events.map(event => event.eventTime)
        const watched = watch(
          from(events).pipe(movingWindow({ span: length, time: 'event', by: e => e.symbol }, ALL)),
        )
        expect(watched.events.map(({ key }) => key)).toEqual(events.map(({ symbol }) => symbol))
        events.forEach((_, index) =>
          expectRecomputed(watched.events[index]?.value, windowAt(events, times, index, length, true)),
        )
      }),
    )
  })

  it('equals each aggregate of its events computed afresh: by arrival', () => {
    fc.assert(
      fc.property(samples, span, (list, length) => {
        const events = list.map(({ event }) => event)
        const times = list.map(({ at }) => at)
        const scheduler = new VirtualScheduler()
        const source$ = new Subject<Sample>()
        const watched = watch(source$.pipe(movingWindow({ span: length, scheduler }, ALL)))
        for (const { at, event } of list) {
          scheduler.advanceTo(at)
          source$.next(event)
        }
        events.forEach((_, index) =>
          expectRecomputed(watched.events[index], windowAt(events, times, index, length, false)),
        )
        expect(scheduler.pending).toBe(0)
      }),
    )
  })

  it('equals each aggregate of all events when nothing leaves', () => {
    fc.assert(
      fc.property(samples, list => {
        const events = list.map(({ event }) => event)
        const watched = watch(from(events).pipe(movingWindow({ span: Infinity }, ALL)))
        events.forEach((_, index) => expectRecomputed(watched.events[index], events.slice(0, index + 1)))
      }),
    )
  })

  it("holds exactly the window's events, removes them in order", () => {
    fc.assert(
      fc.property(samples, span, (list, length) => {
        const events = list.map(({ event }) => event)
        const times = events.map(event => event.eventTime)
        const held = new Set<Sample>()
        const watched = watch(
          from(events).pipe(
            movingWindow({ span: length, time: 'event', by: e => e.symbol }, holding(held)),
            map(() => [...held]),
          ),
        )
        expect(watched.terminations).toEqual(['complete'])
        events.forEach((_, index) =>
          expect(watched.events[index]).toEqual(windowAt(events, times, index, length, false)),
        )
      }),
    )
  })
})

/**
 * Keeps the events that it was given and that have not left; throws when another than the oldest
 * leaves.
 */
function holding(held: Set<Sample>): Aggregate<Sample, undefined> {
  return {
    create: () => {
      const mine: Sample[] = []
      return {
        add: event => {
          mine.push(event)
          held.add(event)
        },
        remove: event => {
          if (mine.shift() !== event) throw new Error('not the oldest')
          held.delete(event)
        },
        value: () => undefined,
      }
    },
  }
}
