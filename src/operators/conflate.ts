/** Keeps only the latest event of each key, for a consumer that is slower than the market. */
import {
  asyncScheduler,
  auditTime,
  concatMap,
  defer,
  type MonoTypeOperatorFunction,
  type SchedulerLike,
  tap,
} from 'rxjs'
import { checkDuration } from '../validation/check.js'
import { checkOperatorOptions, checkScheduler, checkSelector } from './internal/check-arguments.js'

/** The key of events that replace each other, and the period of emissions. */
export interface ConflateOptions<T> {
  /** The key of an event: of each key only the latest is kept. */
  readonly by: (event: T) => unknown
  /** Milliseconds between emissions. 0 is the scheduler's next turn. @default 0 */
  readonly every?: number | undefined
  /** Reads the time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike | undefined
}

/**
 * Emits the latest event of each key that changed, once in `every` milliseconds.
 *
 * <span class="informal">A table of a thousand prices, redrawn four times a second: each row needs
 * its latest price only.</span>
 *
 * The first event after a pause opens a period of `every` milliseconds. At its end it emits the
 * latest event of each key received in it, in the order in which the keys were first received.
 * Without events there are no emissions and there is no timer.
 *
 * Without `every` the period is one turn of the scheduler. The period follows the consumer: while
 * it blocks the thread, frames wait in the socket; then they all arrive in one turn and become one
 * event a key. A consumer that works asynchronously does not block the thread: there use
 * {@link bounded} or {@link toAsyncIterable} with `overflow: 'latest'`, which wait for it.
 *
 * Holds one event for each key received in a period. Completes with its source, once the last
 * period has been emitted; errors with its source at once. Throws `INVALID_OPTION` for an `every`
 * that is no duration, a missing `by` and unknown options.
 *
 * Gotcha: dropped events are not reported. Use it for states (tickers, depth), not for events that
 * add up (trades, depth diffs).
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
 * @param options the key, and the period
 * @return A function that returns an Observable of the latest events.
 */
export function conflate<T>(options: ConflateOptions<T>): MonoTypeOperatorFunction<T> {
  checkOperatorOptions('conflate', options, ['by', 'every', 'scheduler'])
  const { by, every = 0, scheduler = asyncScheduler } = options
  checkSelector('conflate', 'by', by, 'its key', 'symbol')
  checkDuration('every', every, 0)
  checkScheduler(scheduler)
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
