import { concat, EMPTY, from, NEVER, of, Subject, take } from 'rxjs'
import { type Aggregate, combine, count, first, last, movingWindow, sum } from '../../src/operators/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const total = sum<number>(n => n)
const VALUES = { a: 1, b: 2, c: 4, d: 8 }

describe('movingWindow', () => {
  it('aggregates at each event; one a span old has left', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a--b-c-----d-|', VALUES)
      const subs = '         ^-------------!'
      const expected = '     -1--3-6-----8-|'
      expectObservable(source.pipe(movingWindow({ span: 5 }, total))).toBe(expected, {
        1: 1,
        3: 3,
        6: 6,
        8: 8,
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('aggregates the last events at each event', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a--b-c-----d-|', VALUES)
      const subs = '         ^-------------!'
      const expected = '     -1--3-6-----z-|'
      expectObservable(source.pipe(movingWindow({ count: 2 }, total))).toBe(expected, {
        1: 1,
        3: 3,
        6: 6,
        z: 12,
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('keeps a window for each key, and emits the key', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-b-c-d-|', VALUES)
      const expected = '     -w-x-y-z-|'
      const by = (n: number): string => (n === 1 || n === 4 ? 'odd' : 'even')
      expectObservable(source.pipe(movingWindow({ count: 2, by }, total))).toBe(expected, {
        w: { key: 'odd', value: 1 },
        x: { key: 'even', value: 2 },
        y: { key: 'odd', value: 5 },
        z: { key: 'even', value: 10 },
      })
    })
  })

  it('takes events of the same time one after the other', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -(abc)---(d|)', VALUES)
      const expected = '     -(137)---(8|)'
      expectObservable(source.pipe(movingWindow({ span: 8 }, total))).toBe(expected, {
        1: 1,
        3: 3,
        7: 7,
        8: 8,
      })
    })
  })

  it('errors with its source, and unsubscribes from it', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a--#', VALUES)
      const subs = '         ^---!'
      const expected = '     -1--#'
      expectObservable(source.pipe(movingWindow({ span: 5 }, total))).toBe(expected, { 1: 1 })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it("errors with a projection's exception, and unsubscribes", () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a--b-c-|', VALUES)
      const subs = '         ^---!'
      const expected = '     -1--#'
      const fussy = sum<number>(n => {
        if (n > 1) throw 'error' as unknown as Error
        return n
      })
      expectObservable(source.pipe(movingWindow({ span: 5 }, fussy))).toBe(expected, { 1: 1 })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('unsubscribes from its source when unsubscribed', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a--b-c-----d-|', VALUES)
      const subs = '         ^----!         '
      const expected = '     -1--3----------'
      expectObservable(source.pipe(movingWindow({ span: 5 }, total)), subs).toBe(expected, { 1: 1, 3: 3 })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('starts empty for every subscriber', () => {
    const sums$ = of(1, 2).pipe(movingWindow({ count: 5 }, total))
    expect(watch(sums$).events).toEqual([1, 3])
    expect(watch(sums$).events).toEqual([1, 3])
  })

  it('completes with an empty source; a silent one emits nothing', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(EMPTY.pipe(movingWindow({ count: 1 }, total))).toBe('|')
      expectObservable(NEVER.pipe(movingWindow({ count: 1 }, total))).toBe('-')
      expectObservable(cold<number>('#').pipe(movingWindow({ count: 1 }, total))).toBe('#')
    })
  })

  describe('by the time of events', () => {
    const at$ = (...times: number[]) => from(times.map(eventTime => ({ eventTime })))

    it('does not depend on their arrival', () => {
      const { events } = watch(
        at$(0, 999, 1_000, 5_000).pipe(movingWindow({ span: 1_000, time: 'event' }, count())),
      )
      expect(events).toEqual([1, 2, 2, 1])
    })

    it('reads it with a function, where events have no eventTime', () => {
      const { events } = watch(
        of({ at: 0 }, { at: 9 }, { at: 10 }).pipe(
          movingWindow({ span: 10, time: event => event.at }, count()),
        ),
      )
      expect(events).toEqual([1, 2, 2])
    })

    it('keeps an event without a time with the one before', () => {
      const { events } = watch(
        at$(1, NaN, 10, 11, 12).pipe(movingWindow({ span: 10, time: 'event' }, count())),
      )
      expect(events).toEqual([1, 2, 3, 2, 3])
    })

    it('keeps an out-of-order event with the newest before it', () => {
      const oldest = combine({
        n: count<{ eventTime: number }>(),
        first: first((e: { eventTime: number }) => e.eventTime),
      })
      const { events } = watch(at$(100, 40, 109, 110).pipe(movingWindow({ span: 10, time: 'event' }, oldest)))
      expect(events).toEqual([
        { n: 1, first: 100 },
        { n: 2, first: 100 },
        { n: 3, first: 100 },
        { n: 2, first: 109 },
      ])
    })
  })

  it('removes an idle key at the next event of any key', () => {
    const made: string[] = []
    const spy: Aggregate<{ key: string; at: number }, undefined> = {
      create: () => {
        let key = ''
        return {
          add: event => {
            if (key === '') made.push((key = event.key))
          },
          remove: () => undefined,
          value: () => undefined,
        }
      },
    }
    const event = (key: string, at: number) => ({ key, at })
    watch(
      of(event('a', 0), event('b', 5), event('a', 9), event('b', 19), event('a', 20), event('b', 21)).pipe(
        movingWindow({ span: 10, time: e => e.at, by: e => e.key }, spy),
      ),
    )
    expect(made).toEqual(['a', 'b', 'b', 'a'])
  })

  it('continues after an event that its own value caused', () => {
    const source$ = new Subject<number>()
    const { events } = watch(
      source$.pipe(movingWindow({ count: 3 }, combine({ sum: total, last: last<number>() }))),
    )
    source$.pipe(take(2)).subscribe(n => source$.next(n * 10))
    source$.next(1)
    expect(events.map(({ sum }) => sum)).toEqual([1, 11, 111])
  })

  it('needs no timer', () => {
    const scheduler = new VirtualScheduler()
    const { events } = watch(concat(of(1, 2), NEVER).pipe(movingWindow({ span: 1_000, scheduler }, total)))
    expect(events).toEqual([1, 3])
    expect(scheduler.pending).toBe(0)
  })

  it('rejects an invalid window synchronously', () => {
    for (const span of [0, -1, NaN]) {
      expect(() => movingWindow({ span }, total)).toThrow('option span')
    }
    for (const size of [0, -1, 1.5, NaN]) {
      expect(() => movingWindow({ count: size }, total)).toThrow('option count')
    }
  })
})
