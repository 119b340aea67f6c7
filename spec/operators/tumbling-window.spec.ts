import { EMPTY, from, NEVER, of, type SchedulerAction, type SchedulerLike, Subject, take } from 'rxjs'
import { count, ohlcv, sum, tumblingWindow } from '../../src/operators/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const total = sum<number>(n => n)
const VALUES = { a: 1, b: 2, c: 4, d: 8 }
const valueOf = (start: number, value: number, late = 0) => ({ start, end: start + 5, value, late })

describe('tumblingWindow', () => {
  describe('by arrival', () => {
    it('emits each window with events when it ends', () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const source = cold('  -a-b--c---------d---|', VALUES)
        const subs = '         ^-------------------!'
        const expected = '     -----x----y---------(z|)'
        expectObservable(source.pipe(tumblingWindow({ span: 5 }, total))).toBe(expected, {
          x: valueOf(0, 3),
          y: valueOf(5, 4),
          z: valueOf(15, 8),
        })
        expectSubscriptions(source.subscriptions).toBe(subs)
      })
    })

    it('emits at completion the window that is open', () => {
      marbles(({ cold, expectObservable }) => {
        const source = cold('  -a-b-|   ', VALUES)
        const expected = '     -----(x|)'
        expectObservable(source.pipe(tumblingWindow({ span: 50 }, total))).toBe(expected, {
          x: { start: 0, end: 50, value: 3, late: 0 },
        })
      })
    })

    it("counts an event at a window's end in the next", () => {
      marbles(({ cold, expectObservable }) => {
        const source = cold('  a----b----|     ', VALUES)
        const expected = '     -----x----(y|)  '
        expectObservable(source.pipe(tumblingWindow({ span: 5 }, total))).toBe(expected, {
          x: valueOf(0, 1),
          y: valueOf(5, 2),
        })
      })
    })

    it('emits a value for each key that had an event', () => {
      marbles(({ cold, expectObservable }) => {
        const source = cold('  -abc-----d|     ', VALUES)
        const expected = '     -----(xy)-(z|)  '
        const by = (n: number): string => (n === 1 || n === 4 ? 'odd' : 'even')
        expectObservable(source.pipe(tumblingWindow({ span: 5, by }, total))).toBe(expected, {
          x: { key: 'odd', ...valueOf(0, 5) },
          y: { key: 'even', ...valueOf(0, 2) },
          z: { key: 'even', ...valueOf(5, 8) },
        })
      })
    })

    it('errors with its source at once, without the open window', () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const source = cold('  -a-#', VALUES)
        const subs = '         ^--!'
        const expected = '     ---#'
        expectObservable(source.pipe(tumblingWindow({ span: 5 }, total))).toBe(expected)
        expectSubscriptions(source.subscriptions).toBe(subs)
      })
    })

    it('unsubscribes from its source when unsubscribed, and emits nothing', () => {
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const source = cold('  -a-b--c-----', VALUES)
        const subs = '         ^------!    '
        const expected = '     -----x------'
        expectObservable(source.pipe(tumblingWindow({ span: 5 }, total)), subs).toBe(expected, {
          x: valueOf(0, 3),
        })
        expectSubscriptions(source.subscriptions).toBe(subs)
      })
    })

    it('completes with an empty source; a silent one emits nothing', () => {
      marbles(({ expectObservable }) => {
        expectObservable(EMPTY.pipe(tumblingWindow({ span: 5 }, total))).toBe('|')
        expectObservable(NEVER.pipe(tumblingWindow({ span: 5 }, total))).toBe('-')
      })
    })

    it('runs a timer only while a window is open', () => {
      const scheduler = new VirtualScheduler(1_000)
      const source$ = new Subject<number>()
      const { events, subscription } = watch(source$.pipe(tumblingWindow({ span: 100, scheduler }, count())))
      expect(scheduler.pending).toBe(0)
      source$.next(1)
      source$.next(2)
      expect(scheduler.pending).toBe(1)
      scheduler.advanceBy(100)
      expect(events).toEqual([{ start: 1_000, end: 1_100, value: 2, late: 0 }])
      expect(scheduler.pending).toBe(0)
      source$.next(3)
      expect(scheduler.pending).toBe(1)
      subscription.unsubscribe()
      expect(scheduler.pending).toBe(0)
    })

    it('waits for a window longer than the longest timer', () => {
      const day = 86_400_000
      const scheduler = new VirtualScheduler()
      // As the system has it.
      const clock: SchedulerLike = {
        now: () => scheduler.now(),
        schedule: <S>(work: (this: SchedulerAction<S>, state: S) => void, delay: number, state: S) =>
          scheduler.schedule(work, delay >= 2 ** 31 ? 1 : delay, state),
      }
      const source$ = new Subject<number>()
      const { events } = watch(source$.pipe(tumblingWindow({ span: 60 * day, scheduler: clock }, count())))
      source$.next(1)
      scheduler.advanceBy(60 * day - 1)
      expect(events).toEqual([])
      scheduler.advanceBy(1)
      expect(events).toEqual([{ start: 0, end: 60 * day, value: 1, late: 0 }])
      expect(scheduler.pending).toBe(0)
    })

    it('emits a window that ends by an event before its timer', () => {
      const scheduler = new VirtualScheduler()
      let offset = 0
      const clock = {
        now: () => scheduler.now() + offset,
        schedule: scheduler.schedule.bind(scheduler),
      }
      const source$ = new Subject<number>()
      const { events } = watch(source$.pipe(tumblingWindow({ span: 100, scheduler: clock }, count())))
      source$.next(1)
      offset = 150
      source$.next(2)
      expect(events).toEqual([{ start: 0, end: 100, value: 1, late: 0 }])
      scheduler.advanceBy(50)
      expect(events).toEqual([
        { start: 0, end: 100, value: 1, late: 0 },
        { start: 100, end: 200, value: 1, late: 0 },
      ])
      expect(scheduler.pending).toBe(0)
    })

    it('emits no window twice when the clock is set back', () => {
      const scheduler = new VirtualScheduler()
      let offset = 0
      const clock = {
        now: () => scheduler.now() + offset,
        schedule: scheduler.schedule.bind(scheduler),
      }
      const source$ = new Subject<number>()
      const { events } = watch(source$.pipe(tumblingWindow({ span: 100, scheduler: clock }, count())))
      source$.next(1)
      offset = -5_000
      scheduler.advanceBy(100)
      source$.next(2)
      scheduler.advanceBy(100)
      expect(events.map(({ start, value }) => [start, value])).toEqual([
        [0, 1],
        [100, 1],
      ])
    })
  })

  describe('by the time of events', () => {
    const at$ = (...times: number[]) => from(times.map(eventTime => ({ eventTime })))

    it('emits a window when event time reaches its end', () => {
      marbles(({ cold, expectObservable }) => {
        const source = cold('  -a-b--c------d--|   ', {
          a: { eventTime: 3 },
          b: { eventTime: 4 },
          c: { eventTime: 5 },
          d: { eventTime: 23 },
        })
        const expected = '     ------x------y--(z|)'
        expectObservable(source.pipe(tumblingWindow({ span: 5, time: 'event' }, count()))).toBe(expected, {
          x: valueOf(0, 2),
          y: valueOf(5, 1),
          z: valueOf(20, 1),
        })
      })
    })

    it('closes no window before completion when lateness is Infinity', () => {
      const { events } = watch(
        at$(1, 9, 2, 12, 4).pipe(tumblingWindow({ span: 5, time: 'event', lateness: Infinity }, count())),
      )
      expect(events.map(({ start, value, late }) => [start, value, late])).toEqual([
        [0, 3, 0],
        [5, 1, 0],
        [10, 1, 0],
      ])
    })

    it('waits for the lateness, and counts events that arrive meanwhile', () => {
      const { events } = watch(
        at$(1, 6, 2, 8, 4).pipe(tumblingWindow({ span: 5, time: 'event', lateness: 3 }, count())),
      )
      expect(events).toEqual([valueOf(0, 2), valueOf(5, 2, 1)])
    })

    it('keeps the latest time, whatever follows it', () => {
      const { events } = watch(
        at$(100, 81, 70, 99).pipe(tumblingWindow({ span: 5, time: 'event', lateness: 20 }, count())),
      )
      expect(events.map(({ start, value }) => [start, value])).toEqual([
        [80, 1],
        [95, 1],
        [100, 1],
      ])
    })

    it('reports a late event to onLate, and counts it', () => {
      const late: unknown[] = []
      const { events } = watch(
        at$(1, 6, 2, 3, 11, 12).pipe(
          tumblingWindow({ span: 5, time: 'event', onLate: event => late.push(event.eventTime) }, count()),
        ),
      )
      expect(late).toEqual([2, 3])
      expect(events).toEqual([valueOf(0, 1), valueOf(5, 1, 2), valueOf(10, 2)])
    })

    it('reports an event without a time as late, and continues', () => {
      const late: unknown[] = []
      const { events } = watch(
        at$(1, NaN, Infinity, 2).pipe(
          tumblingWindow({ span: 5, time: 'event', onLate: event => late.push(event.eventTime) }, count()),
        ),
      )
      expect(late).toEqual([NaN, Infinity])
      expect(events).toEqual([valueOf(0, 2, 2)])
    })

    it('closes the windows of silent keys with the others', () => {
      const { events } = watch(
        from([
          { key: 'a', at: 1 },
          { key: 'b', at: 2 },
          { key: 'b', at: 7 },
        ]).pipe(
          tumblingWindow({ span: 5, time: event => event.at, by: event => event.key }, count()),
          take(2),
        ),
      )
      expect(events).toEqual([
        { key: 'a', ...valueOf(0, 1) },
        { key: 'b', ...valueOf(0, 1) },
      ])
    })

    it('makes candles', () => {
      const trades = [
        { price: 10, quantity: 1, eventTime: 0 },
        { price: 12, quantity: 2, eventTime: 1 },
        { price: 9, quantity: 3, eventTime: 4 },
        { price: 11, quantity: 4, eventTime: 5 },
      ]
      const { events } = watch(from(trades).pipe(tumblingWindow({ span: 5, time: 'event' }, ohlcv())))
      expect(events.map(({ value }) => value)).toEqual([
        { open: 10, high: 12, low: 9, close: 9, volume: 6 },
        { open: 11, high: 11, low: 11, close: 11, volume: 4 },
      ])
    })

    it('errors with an exception of onLate', () => {
      const { terminations: ends } = watch(
        at$(10, 1).pipe(
          tumblingWindow(
            {
              span: 5,
              time: 'event',
              onLate: () => {
                throw new Error('no one may be late')
              },
            },
            count(),
          ),
        ),
      )
      expect(ends).toEqual([new Error('no one may be late')])
    })
  })

  it('starts empty for every subscriber', () => {
    const sums$ = of(1, 2).pipe(tumblingWindow({ span: 5, time: n => n }, total))
    expect(watch(sums$).events).toEqual([valueOf(0, 3)])
    expect(watch(sums$).events).toEqual([valueOf(0, 3)])
  })

  it('rejects an invalid window synchronously', () => {
    for (const span of [0, -1, NaN, Infinity]) {
      expect(() => tumblingWindow({ span }, total)).toThrow('option span')
    }
    expect(() => tumblingWindow({ span: 1, time: n => n, lateness: -1 }, total)).toThrow('option lateness')
  })
})
