import fc from 'fast-check'
import { defer, finalize, map, of, Subject, timer } from 'rxjs'
import { bounded, type BoundedOptions } from '../../src/operators/bounded.js'
import { OverflowError } from '../../src/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

/** Work that takes five frames and gives back its event. */
const slowly$ = (event: string) => timer(5).pipe(map(() => event))

describe('bounded', () => {
  it('works on one event at a time, also after completion', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -abc|            ')
      const subs = '         ^---!            '
      const expected = '     ------a----b----(c|)'
      expectObservable(source.pipe(bounded({ capacity: 2, overflow: 'error' }, slowly$))).toBe(expected)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('works on as many at a time as concurrency allows', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -abc|       ')
      const expected = '     ------ab---(c|)'
      const options = { capacity: 1, overflow: 'error', concurrency: 2 } as const
      expectObservable(source.pipe(bounded(options, slowly$))).toBe(expected)
    })
  })

  it('drops the oldest waiting event', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -abcd|              ')
      const expected = '     ------a----c----(d|)'
      expectObservable(source.pipe(bounded({ capacity: 2, overflow: 'drop-oldest' }, slowly$))).toBe(expected)
    })
  })

  it('drops the newest', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -abcd|              ')
      const expected = '     ------a----b----(c|)'
      expectObservable(source.pipe(bounded({ capacity: 2, overflow: 'drop-newest' }, slowly$))).toBe(expected)
    })
  })

  it('errors with OVERFLOW, and stops the work', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -abcd|')
      const subs = '         ^---! '
      const expected = '     ----# '
      const work$ = cold('     ---------|')
      const workSubs = '     -^--! '
      const result$ = source.pipe(bounded({ capacity: 2, overflow: 'error' }, () => work$))
      expectObservable(result$).toBe(expected, {}, new OverflowError(2))
      expectSubscriptions(source.subscriptions).toBe(subs)
      expectSubscriptions(work$.subscriptions).toBe(workSubs)
    })
    const error = new OverflowError(2)
    expect(error).toMatchObject({ code: 'OVERFLOW', capacity: 2, name: 'OverflowError' })
    expect(error.message).toContain('the buffer of 2 events is full')
  })

  it('keeps only the latest', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -abcd|         ')
      const expected = '     ------a----(d|)'
      expectObservable(source.pipe(bounded({ overflow: 'latest' }, slowly$))).toBe(expected)
    })
  })

  it("keeps the latest of each key in the older's place", () => {
    const values = { a: 'a1', b: 'a2', c: 'a3', x: 'b1', y: 'b2' }
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -abxcy|              ', values)
      const expected = '     ------a----c----(y|)'
      const options = { overflow: 'latest', by: (event: string) => event.charAt(0) } as const
      expectObservable(source.pipe(bounded(options, slowly$))).toBe(expected, values)
    })
  })

  it('drops the oldest key when too many keys wait', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -abcd|              ')
      const expected = '     ------a----c----(d|)'
      const options = { capacity: 2, overflow: 'latest', by: (event: string) => event } as const
      expectObservable(source.pipe(bounded(options, slowly$))).toBe(expected)
    })
  })

  it("errors at once with the source's error and the work's", () => {
    const error = new Error('gone')
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -ab#')
      const expected = '     ---#'
      expectObservable(source.pipe(bounded({ overflow: 'latest' }, slowly$))).toBe(expected)
    })
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -ab---|')
      const expected = '     -#     '
      const failing$ = () =>
        timer(0).pipe(
          map((): never => {
            throw error
          }),
        )
      expectObservable(source.pipe(bounded({ overflow: 'latest' }, failing$))).toBe(expected, {}, error)
    })
    const throwing = (): never => {
      throw error
    }
    expect(watch(of(1).pipe(bounded({ overflow: 'latest' }, throwing))).terminations).toEqual([error])
  })

  it('reports each dropped event and their number', () => {
    const source$ = new Subject<number>()
    const work$ = new Subject<never>()
    const drops: [number, number][] = []
    const onDrop = (event: number, total: number): void => void drops.push([event, total])
    source$.pipe(bounded({ capacity: 1, overflow: 'drop-oldest', onDrop }, () => work$)).subscribe()
    for (const event of [1, 2, 3, 4]) source$.next(event)
    expect(drops).toEqual([
      [2, 1],
      [3, 2],
    ])
  })

  it('counts the drops of each subscription separately', () => {
    const totals: number[] = []
    const onDrop = (_event: number, total: number): void => void totals.push(total)
    const result$ = of(1, 2, 3).pipe(bounded({ overflow: 'latest', onDrop }, () => new Subject<never>()))
    result$.subscribe()
    result$.subscribe()
    expect(totals).toEqual([1, 1])
  })

  it('does ten thousand synchronous works without recursion', () => {
    const source$ = new Subject<number>()
    const first$ = new Subject<never>()
    const { events, terminations: ends } = watch(
      source$.pipe(bounded({ capacity: 10_000, overflow: 'error' }, n => (n === 0 ? first$ : [n]))),
    )
    for (let n = 0; n <= 10_000; n++) source$.next(n)
    source$.complete()
    first$.complete()
    expect(events).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1))
    expect(ends).toEqual(['complete'])
  })

  it('keeps the order when a result causes an event', () => {
    const source$ = new Subject<number>()
    const work$ = [new Subject<never>(), new Subject<never>()] as const
    const seen: number[] = []
    source$
      .pipe(
        bounded({ capacity: 9, overflow: 'error', concurrency: 2 }, n => (n < 2 ? (work$[n] ?? []) : [n])),
      )
      .subscribe(n => {
        seen.push(n)
        if (n !== 2) return
        // Capacity for one more is released while 3 waits: 9 follows it.
        work$[1].complete()
        source$.next(9)
      })
    for (const n of [0, 1, 2, 3]) source$.next(n)
    work$[0].complete()
    expect(seen).toEqual([2, 3, 9])
  })

  it.each(['work', 'source', 'unsubscribe'])('starts no work after its end: %s', how => {
    const source$ = new Subject<number>()
    const work$ = new Subject<never>()
    const begun: number[] = []
    const { subscription } = watch(
      source$.pipe(
        bounded({ capacity: 9, overflow: 'error' }, n => {
          begun.push(n)
          return work$
        }),
      ),
    )
    for (const n of [1, 2, 3]) source$.next(n)
    if (how === 'work') work$.error(new Error('gone'))
    if (how === 'source') source$.error(new Error('gone'))
    if (how === 'unsubscribe') subscription.unsubscribe()
    expect(begun).toEqual([1])
    expect(source$.observed).toBe(false)
    expect(work$.observed).toBe(false)
  })

  it('waits for promises', async () => {
    const seen: number[] = []
    await new Promise<void>(complete =>
      of(1, 2, 3)
        .pipe(bounded({ capacity: 2, overflow: 'error' }, n => Promise.resolve(n * 10)))
        .subscribe({ next: n => seen.push(n), complete }),
    )
    expect(seen).toEqual([10, 20, 30])
  })

  it('rejects an invalid capacity or concurrency', () => {
    expect(() => bounded({ capacity: 0, overflow: 'error' }, slowly$)).toThrow('option capacity should be')
    expect(() => bounded({ overflow: 'latest', concurrency: 0 }, slowly$)).toThrow('option concurrency')
  })

  it('never holds more than its capacity, accounts for every event', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ wait: fc.nat(6), key: fc.nat(3), takes: fc.nat(15) }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('drop-oldest' as const, 'drop-newest' as const, 'latest' as const),
        (plan, capacity, concurrency, overflow) => {
          const scheduler = new VirtualScheduler()
          const source$ = new Subject<{ id: number; key: number; takes: number }>()
          const dropped: number[] = []
          const done: number[] = []
          let sent = 0
          let started = 0
          let working = 0
          const onDrop = ({ id }: { id: number }, total: number): void => {
            dropped.push(id)
            expect(total).toBe(dropped.length)
          }
          const kept: BoundedOptions<{ id: number; key: number; takes: number }> =
            overflow === 'latest'
              ? { capacity, overflow, by: ({ key }) => key, onDrop }
              : { capacity, overflow, onDrop }
          const { terminations: ends } = watch(
            source$.pipe(
              bounded({ ...kept, concurrency }, ({ id, takes }) =>
                defer(() => {
                  started++
                  expect(++working).toBeLessThanOrEqual(concurrency)
                  return timer(takes, scheduler).pipe(
                    map(() => void done.push(id)),
                    finalize(() => working--),
                  )
                }),
              ),
            ),
          )
          plan.forEach(({ wait, key, takes }, id) => {
            scheduler.advanceBy(wait)
            sent++
            source$.next({ id, key, takes })
            const held = sent - started - dropped.length
            expect(held).toBeGreaterThanOrEqual(0)
            expect(held).toBeLessThanOrEqual(capacity)
            if (held > 0) expect(working).toBe(concurrency)
          })
          source$.complete()
          scheduler.advanceBy(10_000)
          expect([...done, ...dropped].sort((a, b) => a - b)).toEqual(plan.map((_, id) => id))
          expect(ends).toEqual(['complete'])
          expect(scheduler.pending).toBe(0)
        },
      ),
    )
  })
})
