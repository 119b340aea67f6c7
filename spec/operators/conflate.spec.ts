import fc from 'fast-check'
import { Subject } from 'rxjs'
import { conflate } from '../../src/operators/conflate.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const values = { a: 'a1', b: 'a2', c: 'a3', x: 'b1', y: 'b2' }
const by = (event: string): string => event.charAt(0)

describe('conflate', () => {
  it("emits each changed key's latest at the end of a period", () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -axb--------y---c-----|', values)
      const subs = '         ^---------------------!'
      const expected = '     ------(bx)-------(yc)-|'
      expectObservable(source.pipe(conflate({ by, every: 5 }))).toBe(expected, values)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('emits one event of each turn by default', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -(abxc)--x-|', values)
      const expected = '     -(cx)----x-|'
      expectObservable(source.pipe(conflate({ by }))).toBe(expected, values)
    })
  })

  it('completes once the last period has been emitted', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-b|     ', values)
      const expected = '     ------(b|)'
      expectObservable(source.pipe(conflate({ by, every: 5 }))).toBe(expected, values)
    })
  })

  it('errors at once', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-b#', values)
      const expected = '     ----#'
      expectObservable(source.pipe(conflate({ by, every: 5 }))).toBe(expected, values)
    })
  })

  it('follows a consumer that blocks the thread', () => {
    const scheduler = new VirtualScheduler()
    const source$ = new Subject<string>()
    const seen: string[] = []
    source$.pipe(conflate({ by, scheduler })).subscribe(event => {
      seen.push(event)
      if (event === 'a1') for (const later of ['b1', 'a2', 'b2', 'a3']) source$.next(later)
    })
    source$.next('a1')
    scheduler.advanceBy(0)
    expect(seen).toEqual(['a1', 'b2', 'a3'])
    expect(scheduler.pending).toBe(0)
  })

  it('rejects a period that is no duration', () => {
    expect(() => conflate({ by, every: -1 })).toThrow('option every should be milliseconds from 0')
  })

  it('emits each key at most once a period, and its last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(3)), { maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        (plan, every) => {
          const scheduler = new VirtualScheduler()
          const source$ = new Subject<{ key: number; id: number }>()
          const latest = new Map<number, number>()
          const emitted = new Map<number, { id: number; at: number }>()
          const { terminations: ends } = watch(source$)
          source$.pipe(conflate({ by: ({ key }) => key, every, scheduler })).subscribe(({ key, id }) => {
            expect(id).toBe(latest.get(key))
            expect(scheduler.now() - (emitted.get(key)?.at ?? -Infinity)).toBeGreaterThanOrEqual(every)
            emitted.set(key, { id, at: scheduler.now() })
          })
          plan.forEach(([wait, key], id) => {
            scheduler.advanceBy(wait)
            latest.set(key, id)
            source$.next({ key, id })
          })
          source$.complete()
          scheduler.advanceBy(every)
          expect(new Map([...emitted].map(([key, { id }]) => [key, id]))).toEqual(latest)
          expect(ends).toEqual(['complete'])
          expect(scheduler.pending).toBe(0)
        },
      ),
    )
  })
})
