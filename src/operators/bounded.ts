/** Asynchronous work that is slower than the market, with a bounded queue before it. */
import {
  defer,
  finalize,
  from,
  ignoreElements,
  merge,
  mergeMap,
  type ObservableInput,
  type ObservedValueOf,
  type OperatorFunction,
  Subject,
  tap,
} from 'rxjs'
import { checkFunction, checkInteger } from '../validation/check.js'
import { BoundedQueue, checkWaitingOptions, type WaitingOptions } from './internal/bounded-queue.js'

/** The capacity, the overflow policy and the concurrency. */
export type BoundedOptions<T> = WaitingOptions<T> & {
  /** Events worked on at the same time; they do not count as waiting. @default 1 */
  readonly concurrency?: number | undefined
}

/**
 * Subscribes to `work$` for each event, one at a time, while at most `capacity` events wait; emits
 * the results.
 *
 * The queues of `concatMap` and `mergeMap` are unbounded: a writer that is slightly too slow fills
 * the memory of the process, and its prices get ever older. Here `overflow` decides what happens to
 * an event that finds the queue full:
 *
 * - `'drop-oldest'`: the oldest waiting event is dropped; the work stays near the present.
 * - `'drop-newest'`: the new event is dropped; waiting events are processed without a gap.
 * - `'error'`: the result errors with `OVERFLOW`, where every event counts. Work in progress is
 *   unsubscribed.
 * - `'latest'`: only the newest event of each key (`by`) waits, in the place of the older one.
 *   Without `by`, the newest of all.
 *
 * `onDrop` is called with each dropped event and their number; so every event is worked on,
 * dropped, or still waiting.
 *
 * Completes when the source has completed and all work is done. Errors with its source and with
 * `work$` at once, whatever waits, and with `OVERFLOW`. Throws `INVALID_OPTION` for an invalid
 * capacity or concurrency and for unknown options.
 *
 * Gotcha: a promise cannot be cancelled. After an unsubscribe the work in progress continues, and
 * its result is ignored.
 *
 * ![Marble diagram](../../docs/diagrams/bounded.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { bounded } from 'rxmarket/operators'
 * import { setTimeout } from 'node:timers/promises'
 *
 * const save = (row: string) => setTimeout(200, row)
 *
 * binance()
 *   .ticker$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(
 *     bounded(
 *       {
 *         overflow: 'latest',
 *         by: ticker => ticker.symbol,
 *         onDrop: (ticker, total) => console.warn(`${ticker.symbol} overtaken, ${total} in all`),
 *       },
 *       ticker => save(`${ticker.symbol} ${ticker.price}`),
 *     ),
 *   )
 *   .subscribe(row => console.log('saved', row))
 * ```
 *
 * @see {@link conflate}
 * @param options how many events wait, and which ones are dropped
 * @param work$ the work on an event: a promise, an observable, anything that `from` takes
 * @return A function that returns an Observable of the results.
 */
export function bounded<T, O extends ObservableInput<unknown>>(
  options: BoundedOptions<T>,
  work$: (event: T) => O,
): OperatorFunction<T, ObservedValueOf<O>> {
  checkWaitingOptions('bounded', options, ['concurrency'])
  const { concurrency = 1 } = options
  checkInteger('concurrency', concurrency, 1)
  checkFunction('work$', work$, 'a function from an event to a promise or an observable')

  return source =>
    defer(() => {
      const queue = new BoundedQueue(options)
      const next$ = new Subject<T>()
      let running = 0
      let isCalling = false
      let isEnding = false

      /**
       * Starts work on waiting events while there is capacity. A loop: work that completes at once
       * would else recurse.
       */
      const drain = (): void => {
        if (isCalling) return
        isCalling = true
        while (running < concurrency && queue.size > 0) {
          running++
          next$.next(queue.shift())
        }
        isCalling = false
        if (isEnding && running === 0) next$.complete()
      }

      const onDone = (): void => {
        running--
        drain()
      }

      return merge(
        next$.pipe(mergeMap(event => from(work$(event)).pipe(finalize(onDone)))),
        source.pipe(
          tap({
            next: event => {
              // Straight to the work when there is capacity: such an event does not enter the
              // queue.
              if (running < concurrency && queue.size === 0) {
                running++
                next$.next(event)
              } else queue.push(event)
            },
            complete: () => {
              isEnding = true
              drain()
            },
          }),
          ignoreElements(),
        ),
      )
    })
}
