/** Asynchronous work on batches of tickers. */
import { from, map, type Observable, type ObservableInput, type SchedulerLike } from 'rxjs'
import type { Market, Symbols, Ticker } from 'rxmarket'
import { batch, bounded } from 'rxmarket/operators'
import type { Signal } from './signal.js'

export interface BatchProcessorOptions<R> {
  readonly symbols: Symbols
  /** Processes a batch; returns a promise, an observable or an array. One batch at a time. */
  readonly process$: (tickers: readonly Ticker[]) => ObservableInput<R>
  /** Tickers in a full batch. @default 10 */
  readonly size?: number
  /** Milliseconds from a batch's first ticker until it is processed, full or not. @default 5_000 */
  readonly timeout?: number
  /** Batches that may wait for the work on earlier ones. @default 100 */
  readonly waiting?: number
  /** Reads the time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike | undefined
}

export interface BatchDone<R> extends Signal<'batch'> {
  readonly result: R
  /** Tickers in the batch, of one symbol. */
  readonly size: number
}

/**
 * Emits the result of `process$` for each batch of a symbol's tickers. Every ticker is in exactly
 * one batch.
 *
 * Subscribes to: `ticker`, once a second. Gotchas: errors when `process$` does, and with `OVERFLOW`
 * when it falls behind by more than `waiting` batches, rather than growing without a bound. Catch
 * within `process$` what should not end the strategy.
 */
export function batchProcessor$<R>(
  market: Market,
  { symbols, process$, size = 10, timeout = 5_000, waiting = 100, scheduler }: BatchProcessorOptions<R>,
): Observable<BatchDone<R>> {
  return market.ticker$(symbols).pipe(
    batch({ size, timeout, by: ticker => ticker.symbol, ...(scheduler && { scheduler }) }),
    bounded({ capacity: waiting, overflow: 'error' }, ({ key, value }) =>
      from(process$(value)).pipe(
        map(result => ({
          type: 'batch' as const,
          symbol: key,
          time: value.at(-1)?.eventTime ?? NaN,
          result,
          size: value.length,
        })),
      ),
    ),
  )
}
