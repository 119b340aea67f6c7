/** Runs a pipeline for each symbol. */
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
import { checkDuration, checkFunction } from '../validation/check.js'
import { checkOperatorOptions, checkScheduler } from './internal/check-arguments.js'

/** When the pipeline of a silent symbol is closed. */
export interface PerSymbolOptions {
  /**
   * Milliseconds without an event after which a symbol's pipeline is closed; `Infinity` never.
   * @default 3_600_000
   */
  readonly idle?: number | undefined
  /** Reads the time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike | undefined
}

const HOUR = 3_600_000

/**
 * Runs a pipeline for each symbol separately, and merges what they emit.
 *
 * Operators that remember one series (an indicator, `pairwise`, `crossing`, `scan`) mix the events
 * of several symbols; in a pipeline each receives one symbol only. The pipeline of a symbol begins
 * with its first event. Its source completes with the operator's source, or after `idle`
 * milliseconds without an event, so that untraded symbols hold no memory. The next event of such a
 * symbol creates a new pipeline.
 *
 * Completes when its source and all pipelines have. Errors with its source and with any pipeline.
 * Throws `INVALID_OPTION` for an `idle` that is no duration and for unknown options.
 *
 * Gotchas: a pipeline's state is lost after `idle`: choose it longer than the pauses that occur. A
 * pipeline that completes by itself (`take(1)`) is not created again before its symbol was idle.
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
 * @param pipe$ the pipeline: from the events of one symbol (its name is `key`) to an observable, or
 *   any one operator
 * @param options when a symbol is idle
 * @return A function that returns an Observable of the merged results of all pipelines.
 */
export function perSymbol<T extends { readonly symbol: string }, O extends ObservableInput<unknown>>(
  pipe$: (events$: GroupedObservable<string, T>) => O,
  options: PerSymbolOptions = {},
): OperatorFunction<T, ObservedValueOf<O>> {
  checkFunction('pipe$', pipe$, 'a function from the events of one symbol to an observable')
  checkOperatorOptions('perSymbol', options, ['idle', 'scheduler'])
  const { idle = HOUR, scheduler = asyncScheduler } = options
  if (idle !== Infinity) checkDuration('idle', idle)
  checkScheduler(scheduler)
  return source =>
    defer(() => {
      // groupBy counts the duration of a group as one of its subscribers, and keeps the source for
      // as long as it has any.
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
