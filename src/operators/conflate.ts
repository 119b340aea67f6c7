/** Keeps only the latest event of each key, for those who cannot follow every one. */
import {
  asyncScheduler,
  auditTime,
  concatMap,
  defer,
  type MonoTypeOperatorFunction,
  type SchedulerLike,
  tap,
} from 'rxjs'
import { checkDuration } from './internal/check-option.js'

/** Which events are one row, and how often it is drawn. */
export interface ConflateOptions<T> {
  /** The key of an event: of each key only the latest is kept. */
  readonly by: (event: T) => unknown
  /** Milliseconds between emissions. 0 is the scheduler's next turn. @default 0 */
  readonly every?: number
  /** Reads the time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike
}

/**
 * Emits the latest event of each key that changed, every so often.
 *
 * Think of a table of a thousand prices redrawn four times a second: it wants each row's present price, not the forty that
 * passed between two drawings. The first event after a pause opens a period of `every` milliseconds; at its end the latest event
 * of each key that was heard in it is emitted, one after the other, in the order in which the keys were first heard. Nothing
 * heard, nothing emitted, no timer.
 *
 * Without `every` the period is one turn of the scheduler. That follows the consumer: while it holds the thread, frames wait in
 * the socket; when it lets go they all arrive in one turn and leave as one event a key. A consumer that works asynchronously does
 * not hold the thread: there use {@link bounded} or {@link toAsyncIterable} with `overflow: 'latest'`, which wait for it.
 *
 * Holds one event for each key heard in a period. Completes with its source, once the last period has been emitted; errors with
 * its source at once. Throws `INVALID_OPTION` for an `every` that is no time.
 *
 * Gotcha: what is left out is not told. Right for states (tickers, depth), wrong for what adds up (trades, depth diffs).
 *
 * ![Marble diagram](../../docs/diagrams/conflate.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { conflate } from 'rxmarket/operators'
 *
 * binance()
 *   .bookTicker$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(conflate({ by: quote => quote.symbol, every: 250 }))
 *   .subscribe(({ symbol, bidPrice, askPrice }) => console.log(symbol, bidPrice, askPrice))
 * ```
 *
 * @see {@link bounded}
 * @param options the key, and how often
 * @return A function that returns an Observable of the latest events.
 */
export function conflate<T>({
  by,
  every = 0,
  scheduler = asyncScheduler,
}: ConflateOptions<T>): MonoTypeOperatorFunction<T> {
  checkDuration('every', every, 0)
  return source =>
    defer(() => {
      const latest = new Map<unknown, T>()
      return source.pipe(
        tap(event => latest.set(by(event), event)),
        auditTime(every, scheduler),
        concatMap(() => {
          const events = [...latest.values()]
          latest.clear()
          return events
        }),
      )
    })
}
