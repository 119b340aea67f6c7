/** Gives each symbol a pipeline of its own. */
import {
  asyncScheduler,
  debounceTime,
  defer,
  finalize,
  groupBy,
  type GroupedObservable,
  mergeMap,
  NEVER,
  type ObservableInput,
  type ObservedValueOf,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  takeUntil,
} from 'rxjs'
import { checkDuration } from './internal/check-option.js'

/** When the pipeline of a silent symbol is closed. */
export interface PerSymbolOptions {
  /** Milliseconds without an event after which a symbol's pipeline is closed; `Infinity` never. @default 3_600_000 */
  readonly idle?: number
  /** Reads the time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike
}

const HOUR = 3_600_000

/**
 * Runs a pipeline for each symbol apart, and merges what they emit.
 *
 * Operators that remember one series (an indicator, `pairwise`, `crossing`, `scan`) mix what they should not when the events of
 * several symbols come through them; in here each sees one symbol only. The pipeline is made when a symbol is first heard. It
 * completes with the source, or after `idle` milliseconds without an event, so that symbols which are not traded any more hold
 * no memory; should one be heard again it gets a new pipeline.
 *
 * Completes when its source and all pipelines have. Errors with its source and with any pipeline. Throws `INVALID_OPTION` for an
 * `idle` that is no time.
 *
 * Gotchas: what a pipeline remembered is gone after `idle`: choose it longer than any pause that means nothing. A pipeline that
 * completes by itself (`take(1)`) is not made anew before its symbol was idle.
 *
 * ![Marble diagram](../../docs/diagrams/per-symbol.svg)
 *
 * ## Example
 * ```ts
 * import { binance, Freq } from 'rxmarket'
 * import { indicate, onlyClosed, perSymbol } from 'rxmarket/operators'
 * import { map } from 'rxjs'
 * import { SMA } from 'trading-signals'
 *
 * binance()
 *   .kline$(['BTCUSDT', 'ETHUSDT'], Freq.s1)
 *   .pipe(
 *     onlyClosed(),
 *     perSymbol(kline$ =>
 *       kline$.pipe(
 *         indicate(() => new SMA(5), kline => kline.closePrice),
 *         map(average => `${kline$.key} ${average}`),
 *       ),
 *     ),
 *   )
 *   .subscribe(line => console.log(line))
 * ```
 *
 * @param pipe$ the pipeline: from the events of one symbol (its name is `key`) to an observable, or any one operator
 * @param options when a symbol is idle
 * @return A function that returns an Observable of what all pipelines emit.
 */
export function perSymbol<T extends { readonly symbol: string }, O extends ObservableInput<unknown>>(
  pipe$: (events$: GroupedObservable<string, T>) => O,
  { idle = HOUR, scheduler = asyncScheduler }: PerSymbolOptions = {},
): OperatorFunction<T, ObservedValueOf<O>> {
  if (idle !== Infinity) checkDuration('idle', idle)
  return source =>
    defer(() => {
      // groupBy counts the watch over a group as one of its subscribers, and keeps the source for as long as it has any.
      const stopped$ = new Subject<void>()
      return source.pipe(
        groupBy(event => event.symbol, {
          duration: events$ =>
            idle === Infinity ? NEVER : events$.pipe(debounceTime(idle, scheduler), takeUntil(stopped$)),
        }),
        mergeMap(events$ => pipe$(events$)),
        finalize(() => stopped$.next()),
      )
    })
}
