import { endWith, map, NEVER, Observable, pairwise, scan, Subject, take } from 'rxjs'
import { perSymbol } from '../../src/operators/per-symbol.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const at = (symbol: string, price = 0) => ({ symbol, price })

describe('perSymbol', () => {
  it('runs the pipeline for each symbol separately', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: at('A', 1), b: at('A', 4), x: at('X', 10), y: at('X', 30) }
      const source = cold('  -a-x-b-y-a-|', values)
      const subs = '         ^----------!'
      const expected = '     -----m-n-o-|'
      const moves$ = source.pipe(
        perSymbol(events$ =>
          events$.pipe(
            pairwise(),
            map(([before, now]) => `${events$.key} ${now.price - before.price}`),
          ),
        ),
      )
      expectObservable(moves$).toBe(expected, { m: 'A 3', n: 'X 20', o: 'A -3' })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('takes one operator as the pipeline', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: at('A', 1), x: at('X', 2) }
      const source = cold('  -a-a-x-|', values)
      const expected = '     -a---x-|'
      expectObservable(source.pipe(perSymbol(take(1)))).toBe(expected, values)
    })
  })

  it("completes an idle symbol's pipeline, creates another when it returns", () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: at('A'), x: at('X') }
      const source = cold('  -a-a-x---x---a----|    ', values)
      const expected = '     -a-a-x--Ax---aX---(A|) '
      const each$ = source.pipe(perSymbol(events$ => events$.pipe(endWith(events$.key)), { idle: 5 }))
      expectObservable(each$).toBe(expected, { ...values, A: 'A', X: 'X' })
    })
  })

  it('errors with its source or a pipeline, and unsubscribes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: at('A'), x: at('X') }
      const source = cold('  -a-x-a-|', values)
      const subs = '         ^--!    '
      const expected = '     ---#    '
      const failing$ = cold<string>('#')
      const each$ = source.pipe(perSymbol(events$ => (events$.key === 'X' ? failing$ : NEVER)))
      expectObservable(each$).toBe(expected)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-#', { a: at('A') })
      const expected = '     -a-#'
      expectObservable(source.pipe(perSymbol(events$ => events$))).toBe(expected, { a: at('A') })
    })
  })

  it('holds no memory and no timer of idle symbols', () => {
    const scheduler = new VirtualScheduler()
    const source$ = new Subject<{ symbol: string }>()
    let alive = 0
    const { events, subscription } = watch(
      source$.pipe(
        perSymbol(
          events$ =>
            new Observable<{ symbol: string }>(subscriber => {
              alive++
              subscriber.add(() => alive--)
              events$.subscribe(subscriber)
            }),
          { idle: 1_000, scheduler },
        ),
      ),
    )
    for (let n = 0; n < 1_000; n++) {
      source$.next({ symbol: `S${n}` })
      scheduler.advanceBy(10)
      expect(alive).toBeLessThanOrEqual(100)
      expect(scheduler.pending).toBeLessThanOrEqual(100)
    }
    expect(events.length).toBe(1_000)
    scheduler.advanceBy(1_000)
    expect(alive).toBe(0)
    expect(scheduler.pending).toBe(0)
    source$.next({ symbol: 'S1' })
    expect(alive).toBe(1)
    subscription.unsubscribe()
    expect(alive).toBe(0)
    expect(scheduler.pending).toBe(0)
  })

  it('never closes a pipeline when idle is Infinity', () => {
    jest.useFakeTimers()
    try {
      const source$ = new Subject<{ symbol: string }>()
      const counts$ = source$.pipe(
        perSymbol(events$ => events$.pipe(scan(count => count + 1, 0)), { idle: Infinity }),
      )
      const { events } = watch(counts$)
      source$.next({ symbol: 'A' })
      expect(jest.getTimerCount()).toBe(0)
      source$.next({ symbol: 'A' })
      expect(events).toEqual([1, 2])
    } finally {
      jest.useRealTimers()
    }
  })

  it('rejects an idle that is no duration', () => {
    expect(() => perSymbol(events$ => events$, { idle: 0 })).toThrow('option idle should be milliseconds')
  })
})
