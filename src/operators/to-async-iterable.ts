/** An observable for `for await`. */
import { isObservable, type Observable, Subject, takeUntil } from 'rxjs'
import { check } from '../validation/check.js'
import { BoundedQueue, checkWaitingOptions, type WaitingOptions } from './internal/bounded-queue.js'

/**
 * Returns the events of an observable, for `for await`. At most `capacity` of them wait for the
 * loop.
 *
 * Each loop subscribes at its first `next()`, and unsubscribes when it ends by `break`, `return` or
 * an error. While the loop's body awaits, events wait; `overflow` decides which one is dropped from
 * a full queue, as with {@link bounded}: `'drop-oldest'`, `'drop-newest'`, `'error'`, or `'latest'`
 * (the newest of each key, `by`).
 *
 * The loop ends when the source completes, and throws the source's error or `OVERFLOW`, in both
 * cases after the waiting events. Throws `INVALID_OPTION` for an invalid capacity and for unknown
 * options.
 *
 * Gotchas: an iterator that is neither finished nor left holds its subscription. Called directly,
 * `return()` unsubscribes at once, also while a `next()` is pending (an async generator would wait
 * for another event).
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
 * @param source the observable that each loop subscribes to
 * @param options how many events wait, and which ones are dropped
 * @return An iterable that may be iterated any number of times.
 */
export function toAsyncIterable<T>(source: Observable<T>, options: WaitingOptions<T>): AsyncIterable<T> {
  check('source', source, isObservable(source), 'an Observable')
  checkWaitingOptions('toAsyncIterable', options)
  return { [Symbol.asyncIterator]: () => iterate(source, options) }
}

/** The end of a loop. */
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
    // By takeUntil, not by unsubscribe(): a source that emits within subscribe() can be left before
    // that returns.
    source.pipe(takeUntil(stopped$)).subscribe({
      next: push,
      error: (error: unknown) => finish({ error }),
      complete: () => finish('done'),
    })
  }

  const push = (event: T): void => {
    const read = pendingReads.shift()
    if (read !== undefined) return read.resolve({ done: false, value: event })
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

  /** Settles a read after the end; an error is thrown once. */
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
