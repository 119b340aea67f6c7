import fc from 'fast-check'
import { concat, NEVER, Observable, of, range, Subject, throwError } from 'rxjs'
import { toAsyncIterable } from '../../src/operators/to-async-iterable.js'

const error = new Error('gone')

async function listen<T>(iterable: AsyncIterable<T>): Promise<(T | Error)[]> {
  const seen: (T | Error)[] = []
  try {
    for await (const event of iterable) seen.push(event)
  } catch (thrown) {
    seen.push(thrown as Error)
  }
  return seen
}

/** A source that counts its subscribers. */
function counted() {
  const subject$ = new Subject<number>()
  let subscribers = 0
  const source$ = new Observable<number>(subscriber => {
    subscribers++
    const subscription = subject$.subscribe(subscriber)
    return () => {
      subscribers--
      subscription.unsubscribe()
    }
  })
  return { subject$, source$, subscribers: () => subscribers }
}

describe('toAsyncIterable', () => {
  it('yields each event, and ends with the source', async () => {
    expect(await listen(toAsyncIterable(of(1, 2, 3), { capacity: 2, overflow: 'error' }))).toEqual([1, 2, 3])
  })

  it("throws the source's error after the waiting events", async () => {
    const source$ = concat(
      of(1, 2),
      throwError(() => error),
    )
    expect(await listen(toAsyncIterable(source$, { capacity: 5, overflow: 'error' }))).toEqual([1, 2, error])
  })

  it('subscribes at the first next(), once for each loop', async () => {
    const { source$, subject$, subscribers } = counted()
    const iterable = toAsyncIterable(source$, { overflow: 'latest' })
    const first = iterable[Symbol.asyncIterator]()
    const second = iterable[Symbol.asyncIterator]()
    expect(subscribers()).toBe(0)
    const asked = [first.next(), first.next(), second.next()]
    expect(subscribers()).toBe(2)
    subject$.next(1)
    subject$.next(2)
    expect(await Promise.all(asked)).toEqual([1, 2, 1].map(value => ({ done: false, value })))
  })

  it.each([
    ['break', 'complete'],
    ['return', 'complete'],
    ['throw', 'error'],
  ])('releases the subscription on %s', async how => {
    const { source$, subject$, subscribers } = counted()
    const loop = async (): Promise<string> => {
      for await (const event of toAsyncIterable(source$, { capacity: 9, overflow: 'error' })) {
        expect(event).toBe(1)
        if (how === 'break') break
        if (how === 'return') return how
        throw error
      }
      return 'after'
    }
    const running = loop()
    subject$.next(1)
    subject$.next(2)
    await running.catch((thrown: unknown) => expect(thrown).toBe(error))
    expect(subscribers()).toBe(0)
  })

  it('unsubscribes at once when left while a read is pending', async () => {
    const { source$, subscribers } = counted()
    const iterator = toAsyncIterable(source$, { overflow: 'latest' })[Symbol.asyncIterator]()
    const asked = iterator.next()
    expect(subscribers()).toBe(1)
    const left = iterator.return?.()
    expect(subscribers()).toBe(0)
    expect(await asked).toEqual({ done: true, value: undefined })
    expect(await left).toEqual({ done: true, value: undefined })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
    expect(subscribers()).toBe(0)
  })

  it('yields neither events nor an error after the loop ends', async () => {
    const source$ = new Subject<number>()
    const iterator = toAsyncIterable(source$, { capacity: 9, overflow: 'error' })[Symbol.asyncIterator]()
    const asked = iterator.next()
    for (const event of [1, 2, 3]) source$.next(event)
    source$.error(error)
    expect(await asked).toEqual({ done: false, value: 1 })
    await iterator.return?.()
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('throws an error once, then ends', async () => {
    const source$ = throwError(() => error)
    const iterator = toAsyncIterable(source$, { overflow: 'latest' })[Symbol.asyncIterator]()
    await expect(iterator.next()).rejects.toBe(error)
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('throws OVERFLOW after the waiting events, and unsubscribes', async () => {
    const iterable = toAsyncIterable(range(0, Infinity), { capacity: 2, overflow: 'error' })
    expect(await listen(iterable)).toEqual([0, 1, 2, expect.objectContaining({ code: 'OVERFLOW' })])
  })

  it('rejects an invalid capacity', () => {
    const make = () => toAsyncIterable(NEVER, { capacity: -1, overflow: 'error' })
    expect(make).toThrow('option capacity should be an integer from 1, or Infinity, got -1')
  })

  it('yields or drops every event once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('drop-oldest' as const, 'drop-newest' as const),
        async (plan, capacity, overflow) => {
          const source$ = new Subject<number>()
          const dropped: number[] = []
          const onDrop = (event: number): void => void dropped.push(event)
          const iterable = toAsyncIterable(source$, { capacity, overflow, onDrop })
          const iterator = iterable[Symbol.asyncIterator]()
          const asked = [iterator.next()]
          let sent = 0
          for (const isAsking of plan) {
            if (isAsking) asked.push(iterator.next())
            else source$.next(sent++)
          }
          source$.complete()
          for (let n = 0; n <= capacity; n++) asked.push(iterator.next())
          const given = (await Promise.all(asked)).flatMap(({ done, value }) => (done ? [] : [value]))
          expect(given).toEqual([...given].sort((a, b) => a - b))
          expect([...given, ...dropped].sort((a, b) => a - b)).toEqual(
            Array.from({ length: sent }, (_, id) => id),
          )
        },
      ),
    )
  })
})
