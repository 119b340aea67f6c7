/** An observable for `for await`. */
import { type Observable, Subject, takeUntil } from 'rxjs'
import { BoundedQueue, type WaitingOptions } from './internal/bounded-queue.js'

/**
 * The events of an observable, for `for await`, while at most `capacity` of them wait for the loop.
 *
 * Each loop is a subscription of its own: made when the loop asks for its first event, released when it is left, be it by
 * `break`, `return` or an error. While the loop's body awaits, events wait; `overflow` says which one goes when there is no room,
 * as it does for {@link bounded}: `'drop-oldest'`, `'drop-newest'`, `'error'`, or `'latest'` (the newest of each key, `by`).
 *
 * The loop ends when the source completes and throws what the source errors with, or `OVERFLOW`, in both cases after what was
 * waiting. Throws `INVALID_OPTION` for a capacity that cannot be.
 *
 * Gotchas: an iterator that is neither finished nor left holds its subscription. Called by hand, `return()` releases it at once,
 * also while a `next()` is being waited for (an async generator would wait for one event more).
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { toAsyncIterable } from 'rxmarket/operators'
 *
 * const ticker$ = binance().ticker$(['BTCUSDT', 'ETHUSDT'])
 * let seen = 0
 * for await (const ticker of toAsyncIterable(ticker$, { overflow: 'latest', by: t => t.symbol })) {
 *   console.log(ticker.symbol, ticker.price)
 *   if (++seen === 3) break // unsubscribes
 * }
 * ```
 *
 * @param source what is listened to
 * @param options what may wait, and what goes when there is no room
 * @return An iterable, to be looped over as often as wanted.
 */
export function toAsyncIterable<T>(source: Observable<T>, options: WaitingOptions<T>): AsyncIterable<T> {
  new BoundedQueue(options) // Wrong options are told here and now.
  return { [Symbol.asyncIterator]: () => iterate(source, options) }
}

/** How a loop comes to its end. */
type End = { readonly error: unknown } | 'done'

interface PendingRead<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void
  readonly reject: (error: unknown) => void
}

function iterate<T>(source: Observable<T>, options: WaitingOptions<T>): AsyncIterator<T, undefined> {
  const queue = new BoundedQueue(options)
  const pendingReads: PendingRead<T>[] = []
  const stopped$ = new Subject<void>()
  let isSubscribed = false
  let end: End | undefined

  const subscribe = (): void => {
    isSubscribed = true
    // By takeUntil, not by unsubscribe(): a source that speaks as it is subscribed can be left before subscribe() returns.
    source.pipe(takeUntil(stopped$)).subscribe({
      next: push,
      error: (error: unknown) => finish({ error }),
      complete: () => finish('done'),
    })
  }

  const push = (event: T): void => {
    const asker = pendingReads.shift()
    if (asker !== undefined) return asker.resolve({ done: false, value: event })
    try {
      queue.push(event)
    } catch (error) {
      finish({ error })
    }
  }

  const finish = (how: End): void => {
    if (end !== undefined) return
    end = how
    stopped$.next()
    pendingReads.splice(0).forEach(settle)
  }

  /** Tells one who asks that there is no more; an error only once. */
  const settle = ({ resolve, reject }: PendingRead<T>): void => {
    if (end === undefined || end === 'done') return resolve({ done: true, value: undefined })
    const { error } = end
    end = 'done'
    reject(error)
  }

  const stop = (): void => {
    finish('done')
    end = 'done'
    while (queue.size > 0) queue.shift()
  }

  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (queue.size > 0) return resolve({ done: false, value: queue.shift() })
        if (end !== undefined) return settle({ resolve, reject })
        pendingReads.push({ resolve, reject })
        if (!isSubscribed) subscribe()
      }),
    return: () => {
      stop()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
}
