import fc from 'fast-check'
import { from, map, Subject } from 'rxjs'
import { type Aggregate, combine, tumblingWindow } from '../../src/operators/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { ALL, expectRecomputed, type Sample, sample } from './aggregates/recomputed.js'

const START = 1_700_000_000_000
const span = fc.integer({ min: 1, max: 40 })
const lateness = fc.oneof(fc.constant(0), fc.nat(30), fc.nat(200))
const samples = fc
  .array(fc.record({ event: sample, gap: fc.oneof(fc.nat(3), fc.nat(60)), lag: fc.nat(80) }), {
    maxLength: 80,
  })
  .map(parts => {
    let at = START
    return parts.map(({ event, gap, lag }, id) => {
      at += gap
      return { at, event: { ...event, id, eventTime: at - lag } satisfies Sample }
    })
  })

/** The events themselves, to find each in its window. */
const EVENTS: Aggregate<Sample, Sample[]> = {
  create: () => {
    const events: Sample[] = []
    return { add: event => void events.push(event), remove: () => undefined, value: () => events }
  },
}

const BOTH = combine({ events: EVENTS, all: ALL })

describe('tumblingWindow', () => {
  it('puts every event into its window, or reports it late', () => {
    fc.assert(
      fc.property(samples, span, lateness, (list, length, allowed) => {
        const events = list.map(({ event }) => event)
        const late: Sample[] = []
        const watched = watch(
          from(events).pipe(
            tumblingWindow(
              {
                span: length,
                by: e => e.symbol,
                time: 'event',
                lateness: allowed,
                onLate: e => late.push(e),
              },
              EVENTS,
            ),
          ),
        )
        expect(watched.terminations).toEqual(['complete'])
        const placed = watched.events.flatMap(({ value }) => value)
        expect([...placed, ...late].map(({ id }) => id).sort((a, b) => a - b)).toEqual(
          events.map(({ id }) => id),
        )
        for (const { key, start, end, value } of watched.events) {
          expect(start % length).toBe(0)
          expect(end).toBe(start + length)
          expect(value.length).toBeGreaterThan(0)
          expect(value.every(e => e.symbol === key && e.eventTime >= start && e.eventTime < end)).toBe(true)
        }
        const names = watched.events.map(({ key, start }) => `${key} ${start}`)
        expect(new Set(names).size).toBe(names.length)
        const starts = watched.events.map(({ start }) => start)
        expect(starts).toEqual([...starts].sort((a, b) => a - b))
        expect(watched.events.reduce((sum, window) => sum + window.late, 0)).toBe(late.length)
      }),
    )
  })

  it('reports exactly the events whose window has closed', () => {
    fc.assert(
      fc.property(samples, span, lateness, (list, length, allowed) => {
        const events = list.map(({ event }) => event)
        const late: Sample[] = []
        watch(
          from(events).pipe(
            tumblingWindow(
              { span: length, time: 'event', lateness: allowed, onLate: e => late.push(e) },
              EVENTS,
            ),
          ),
        )
        const expected = events.filter(({ eventTime }, index) => {
          const latest = Math.max(...events.slice(0, index).map(e => e.eventTime))
          return Math.floor(eventTime / length) * length + length <= latest - allowed
        })
        expect(late).toEqual(expected)
      }),
    )
  })

  it('equals each aggregate of a window computed afresh', () => {
    fc.assert(
      fc.property(samples, span, lateness, (list, length, allowed) => {
        const events = list.map(({ event }) => event)
        const watched = watch(
          from(events).pipe(tumblingWindow({ span: length, time: 'event', lateness: allowed }, BOTH)),
        )
        expect(watched.terminations).toEqual(['complete'])
        for (const { value } of watched.events) expectRecomputed(value.all, value.events)
      }),
    )
  })

  it("puts every event into its arrival's window, leaves no timer", () => {
    fc.assert(
      fc.property(samples, span, (list, length) => {
        const scheduler = new VirtualScheduler(START)
        const source$ = new Subject<Sample>()
        const watched = watch(
          source$.pipe(
            tumblingWindow({ span: length, by: e => e.symbol, scheduler }, EVENTS),
            map(window => ({ ...window, emittedAt: scheduler.now() })),
          ),
        )
        for (const { at, event } of list) {
          scheduler.advanceTo(at)
          source$.next(event)
        }
        const completedAt = scheduler.now()
        source$.complete()
        expect(scheduler.pending).toBe(0)
        expect(watched.events.flatMap(({ value }) => value).sort((a, b) => a.id - b.id)).toEqual(
          list.map(({ event }) => event),
        )
        for (const { start, end, value, emittedAt, late } of watched.events) {
          expect(emittedAt).toBe(Math.min(end, completedAt))
          expect(late).toBe(0)
          for (const { id } of value) expect(list[id]?.at).toBeGreaterThanOrEqual(start)
          for (const { id } of value) expect(list[id]?.at).toBeLessThan(end)
        }
      }),
    )
  })
})
