import { asyncScheduler, debounceTime, defer, delay, interval, map, of, take, throwError, timer } from 'rxjs'
import { MarketClosedError } from '../../src/index.js'
import { marbles } from '../../src/testing/index.js'
import { thrown } from './thrown.js'

describe('marbles', () => {
  it('runs in virtual time, whatever scheduler an operator uses', () =>
    marbles(({ cold, expectObservable, scheduler, time }) => {
      expectObservable(cold('a|').pipe(delay(60_000))).toBe('60s (a|)')
      expectObservable(cold('a|').pipe(delay(time('---|'), scheduler))).toBe('---(a|)')
      expectObservable(cold('-a-bc---d|').pipe(debounceTime(2))).toBe('------c--(d|)')
      expectObservable(timer(5).pipe(map(() => asyncScheduler.now()))).toBe('-----(x|)', { x: 5 })
    }))

  it('returns nothing, and throws the failure', () => {
    expect(marbles(({ expectObservable }) => expectObservable(of(1)).toBe('(a|)', { a: 1 }))).toBeUndefined()
    expect(thrown(({ expectObservable }) => expectObservable(of(2)).toBe('(a|)', { a: 1 }))).toMatch(
      /differs from the diagram/,
    )
  })

  it('checks subscriptions', () =>
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-^b-c|')
      expectObservable(source.pipe(take(1))).toBe('-(b|)')
      expectSubscriptions(source.subscriptions).toBe('^!')
      const cold$ = cold('-')
      expectObservable(cold$, '--^-!').toBe('-')
      expectSubscriptions(cold$.subscriptions).toBe(['--^-!'])
    }))

  it('compares two observables', () => {
    marbles(({ cold, expectObservable }) => expectObservable(cold('-a|')).toEqual(cold('-a|')))
    expect(
      thrown(({ cold, expectObservable }) => expectObservable(cold('-a|')).toEqual(cold('-b|'))),
    ).toMatch(/expected {2}-b\|\n {2}actual {4}-a\|/)
  })

  it('matches an error by the given fields', () =>
    marbles(({ expectObservable }) => {
      const closed$ = throwError(() => new MarketClosedError())
      expectObservable(closed$).toBe('#', null, { code: 'MARKET_CLOSED' })
      expectObservable(closed$).toBe('#', null, new MarketClosedError())
      expectObservable(closed$).toBe('#', null, expect.any(MarketClosedError))
    }))

  it('supports the matchers of the test runner', () =>
    marbles(({ expectObservable }) =>
      expectObservable(of({ price: 1.23, symbol: 'BTCUSDT' })).toBe('(a|)', {
        a: expect.objectContaining({ price: expect.closeTo(1.2, 1) as unknown }) as unknown,
      }),
    ))

  it('accepts a custom equality', () =>
    marbles(({ expectObservable }) => expectObservable(of(100.004)).toBe('(a|)', { a: 100 }), {
      isEqual: (actual, expected) => Math.abs(Number(actual) - Number(expected)) < 0.01,
    }))

  it('runs virtual time on flush(), for tests that assert themselves', () => {
    const seen: number[] = []
    marbles(({ flush }) => {
      interval(10)
        .pipe(take(3))
        .subscribe(n => seen.push(n))
      flush()
      expect(seen).toEqual([0, 1, 2])
    })
  })

  it('restores real time, also when a test fails', () => {
    const isReal = () => asyncScheduler.now() > 1e12
    expect(isReal()).toBe(true)
    thrown(() => expect(isReal()).toBe(false))
    expect(isReal()).toBe(true)
    thrown(() => {
      throw new Error('on purpose')
    })
    expect(isReal()).toBe(true)
  })

  it('makes deferred observables virtual', () =>
    marbles(({ expectObservable }) =>
      expectObservable(defer(() => timer(1_000)).pipe(map(() => 'a'))).toBe('1s (a|)'),
    ))
})
