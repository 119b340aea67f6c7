import fc from 'fast-check'
import { concat, of, Subject, take, throwError } from 'rxjs'
import { batch } from '../../src/operators/batch.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

describe('batch', () => {
  it('emits a batch when full, the rest at completion', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-c-d-e--|   ')
      const subs = '         ^-----------!   '
      const expected = '     ---x---y----(z|)'
      expectObservable(source.pipe(batch({ size: 2 }))).toBe(expected, {
        x: ['a', 'b'],
        y: ['c', 'd'],
        z: ['e'],
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('emits a batch when its first event is old enough', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  --a-b------c---|   ')
      const expected = '     -------x-------(y|)'
      expectObservable(source.pipe(batch({ timeout: 5 }))).toBe(expected, { x: ['a', 'b'], y: ['c'] })
    })
  })

  it('emits at the limit that is reached first', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -abc-d----e-----|')
      const expected = '     --x--y---------z|'
      expectObservable(source.pipe(batch({ size: 2, timeout: 5 }))).toBe(expected, {
        x: ['a', 'b'],
        y: ['c', 'd'],
        z: ['e'],
      })
    })
  })

  it('emits nothing for silence', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  ----------|')
      const expected = '     ----------|'
      expectObservable(source.pipe(batch({ timeout: 2 }))).toBe(expected)
    })
  })

  it('batches each key separately', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-b-b-a-b|   ')
      const expected = '     -----x-y--(z|)'
      expectObservable(source.pipe(batch({ size: 2, by: event => event }))).toBe(expected, {
        x: { key: 'b', value: ['b', 'b'] },
        y: { key: 'a', value: ['a', 'a'] },
        z: { key: 'b', value: ['b'] },
      })
    })
  })

  it('emits the rest before an error', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-b-#   ')
      const expected = '     -----(x#)'
      expectObservable(source.pipe(batch({ size: 9, timeout: 9 }))).toBe(expected, { x: ['a', 'b'] })
    })
  })

  it('unsubscribes from its source when unsubscribed', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-c-d-|')
      const unsub = '        ----!     '
      const subs = '         ^---!     '
      const expected = '     -----     '
      expectObservable(source.pipe(batch({ timeout: 5 })), unsub).toBe(expected)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('keeps an event that the subscriber of a batch causes', () => {
    const source$ = new Subject<number>()
    const batches: number[][] = []
    source$.pipe(batch({ size: 2 })).subscribe(events => {
      batches.push(events)
      if (batches.length === 1) source$.next(3)
    })
    for (const event of [1, 2, 4]) source$.next(event)
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it("errors with a key's exception, after the events it holds", () => {
    const error = new Error('no key')
    const by = (): never => {
      throw error
    }
    expect(watch(of(1).pipe(batch({ size: 1, by }))).terminations).toEqual([error])
    const third = (n: number): number => (n === 3 ? by() : n)
    const { events, terminations } = watch(of(1, 2, 3, 4).pipe(batch({ size: 9, by: third })))
    expect(events).toEqual([
      { key: 1, value: [1] },
      { key: 2, value: [2] },
    ])
    expect(terminations).toEqual([error])
  })

  it('leaves no timer behind, however it ends', () => {
    const scheduler = new VirtualScheduler()
    const source$ = new Subject<number>()
    const errors$ = concat(
      of(1),
      throwError(() => new Error('gone')),
    )
    const options = { size: 3, timeout: 1_000, scheduler }
    watch(of(1, 2, 3, 4).pipe(batch(options)))
    watch(of(1, 2, 3, 4).pipe(batch(options), take(1)))
    watch(errors$.pipe(batch(options)))
    const { subscription } = watch(source$.pipe(batch(options)))
    expect(scheduler.pending).toBe(0)
    source$.next(1)
    expect(scheduler.pending).toBe(1)
    subscription.unsubscribe()
    expect(scheduler.pending).toBe(0)
  })

  it('rejects an invalid size or timeout', () => {
    expect(() => batch({ size: 0 })).toThrow('option size should be an integer from 1, got 0')
    expect(() => batch({ size: 1.5 })).toThrow('option size')
    expect(() => batch({ timeout: 2 ** 31 })).toThrow('option timeout should be milliseconds from 1 to')
    expect(() => batch({} as never)).toThrow('option size')
  })

  it('loses and repeats nothing, and keeps both limits', () => {
    const events = fc.array(fc.record({ wait: fc.nat(12), key: fc.nat(2) }), { maxLength: 60 })
    fc.assert(
      fc.property(
        events,
        fc.integer({ min: 1, max: 6 }),
        fc.option(fc.integer({ min: 1, max: 20 })),
        (plan, size, timeout) => {
          const scheduler = new VirtualScheduler()
          const source$ = new Subject<{ id: number; key: number; at: number }>()
          const limits = timeout === null ? { size, scheduler } : { size, timeout, scheduler }
          const batches: { key: number; ids: number[]; age: number }[] = []
          source$.pipe(batch({ ...limits, by: event => event.key })).subscribe(({ key, value }) => {
            expect(value.every(event => event.key === key)).toBe(true)
            const age = scheduler.now() - (value[0]?.at ?? NaN)
            batches.push({ key, ids: value.map(({ id }) => id), age })
          })
          plan.forEach(({ wait, key }, id) => {
            scheduler.advanceBy(wait)
            source$.next({ id, key, at: scheduler.now() })
          })
          const early = batches.length
          source$.complete()

          for (const key of [0, 1, 2]) {
            const sent = plan.flatMap((event, id) => (event.key === key ? [id] : []))
            expect(batches.filter(one => one.key === key).flatMap(({ ids }) => ids)).toEqual(sent)
          }
          batches.forEach(({ ids, age }, index) => {
            expect(ids.length).toBeGreaterThan(0)
            expect(ids.length).toBeLessThanOrEqual(size)
            if (timeout !== null) expect(age).toBeLessThanOrEqual(timeout)
            if (index < early) expect(ids.length === size || age === timeout).toBe(true)
          })
          expect(scheduler.pending).toBe(0)
        },
      ),
    )
  })
})
