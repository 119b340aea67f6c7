/** Asynchronous work that is slower than the market, with a bound on what waits for it. */
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
import { checkCount } from './internal/check-option.js'
import { BoundedQueue, type WaitingOptions } from './internal/bounded-queue.js'

/** What may wait, what goes when there is no room, and how much is worked on at once. */
export type BoundedOptions<T> = WaitingOptions<T> & {
  /** Events worked on at the same time; they are not counted as waiting. @default 1 */
  readonly concurrency?: number
}

/**
 * Does `work$` for each event, one at a time, while at most `capacity` events wait; emits the work's results.
 *
 * Think of an order desk with a waiting room of so many chairs. `concatMap` and `mergeMap` have no limit to theirs: a writer that
 * is a little too slow fills the memory of the process, and works on ever older prices. Here `overflow` says what happens when a
 * chair is wanted and none is free:
 *
 * - `'drop-oldest'`: the one that waits longest goes; the work stays near the present.
 * - `'drop-newest'`: the new one goes; what waits is worked on without a gap.
 * - `'error'`: `OVERFLOW` to whom every event counts. Work under way is unsubscribed.
 * - `'latest'`: only the newest event of each key (`by`) waits, in the place of the older one. Without `by`, the newest of all.
 *
 * `onDrop` is told of each event dropped and of their number; so everything received is worked on, dropped, or still waiting.
 *
 * Completes when the source has and all that waited is done. Errors with its source and with `work$` at once, whatever waits; with
 * `OVERFLOW`; throws `INVALID_OPTION` for a capacity or concurrency that cannot be.
 *
 * Gotcha: a promise cannot be stopped. When the result is unsubscribed the work under way goes on to its end, unheard.
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
 * @param options what may wait, and what goes when there is no room
 * @param work$ what is done with an event: a promise, an observable, anything `from` takes
 * @return A function that returns an Observable of what the work emits.
 */
export function bounded<T, O extends ObservableInput<unknown>>(
  options: BoundedOptions<T>,
  work$: (event: T) => O,
): OperatorFunction<T, ObservedValueOf<O>> {
  const { concurrency = 1 } = options
  checkCount('concurrency', concurrency)
  new BoundedQueue(options) // Wrong options are told here and now.

  return source =>
    defer(() => {
      const queue = new BoundedQueue(options)
      const next$ = new Subject<T>()
      let running = 0
      let isCalling = false
      let isEnding = false

      /** Calls in who waits, as long as there is room. A loop: work that is done at once would else call itself, thousands deep. */
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
              // Straight to the work when it is free: an event that need not wait takes no chair.
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
