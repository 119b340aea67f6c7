/** Collects events into arrays, by count or by time. */
import {
  asyncScheduler,
  ignoreElements,
  map,
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  type Subscription,
  tap,
} from 'rxjs'
import { checkDuration, checkInteger, checkLimit } from '../validation/check.js'
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import type { Keyed } from './internal/aggregate.js'
import { checkOperatorOptions, checkOptionalSelector, checkScheduler } from './internal/check-arguments.js'

/**
 * When a batch is full. At least one of `size` and `timeout` is required; with both, the first
 * limit reached applies.
 */
export type BatchOptions = {
  /** Reads the time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike | undefined
} & (
  | {
      /** Events in a full batch. */
      readonly size: number
      /** Milliseconds from a batch's first event until it is emitted, full or not. */
      readonly timeout?: number | undefined
    }
  | { readonly size?: number | undefined; readonly timeout: number }
)

/**
 * Emits events in arrays, each when it holds `size` of them or is `timeout` old.
 *
 * <span class="informal">A hundred rows for a database, but never later than a second.</span>
 *
 * A batch begins with its first event, and its time is counted from there (`bufferTime` counts from
 * the subscription and emits empty arrays). So no batch is empty, and a silent source costs no
 * timer. Every event is in exactly one batch, in the order of arrival.
 *
 * With `by` each key has its own batches, emitted as `{ key, value }`, so a busy symbol does not
 * flush a quiet one.
 *
 * Completes with its source, after the events that are still held. Errors with its source and with
 * exceptions of `by`, after the events that it still holds. Throws `INVALID_OPTION` for an invalid
 * size or timeout and for unknown options.
 *
 * Gotcha: with `size` alone, the last events of a quiet symbol wait until it trades again; set a
 * `timeout` too.
 *
 * ![Marble diagram](../../docs/diagrams/batch.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { batch } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(batch({ size: 100, timeout: 1_000, by: trade => trade.symbol }))
 *   .subscribe(({ key, value }) => console.log(`${value.length} trades of ${key}`))
 * ```
 *
 * @param options the limits, and the key where each has its own batches
 * @return A function that returns an Observable of the batches.
 */
export function batch<T, K>(
  options: BatchOptions & {
    /** The key of an event. */
    readonly by: (event: T) => K
  },
): OperatorFunction<T, Keyed<K, T[]>>
/** Collects events into arrays, emitted when full or old. */
export function batch<T>(options: BatchOptions & { readonly by?: undefined }): OperatorFunction<T, T[]>
export function batch<T, K>(
  options: BatchOptions & { readonly by?: ((event: T) => K) | undefined },
): OperatorFunction<T, T[] | Keyed<K, T[]>> {
  check(options)
  const { size = Infinity, timeout, by, scheduler = asyncScheduler } = options

  return source =>
    new Observable(subscriber => {
      const open = new Map<K | undefined, { events: T[]; timer: Subscription | undefined }>()

      const add = ([key, event]: readonly [K | undefined, T]): void => {
        const begun = open.get(key)
        const events = begun?.events ?? []
        events.push(event)
        if (events.length >= size) emit(key, events)
        else if (begun === undefined) {
          const timer =
            timeout === undefined ? undefined : scheduler.schedule(() => emit(key, events), timeout)
          open.set(key, { events, timer })
        }
      }

      const emit = (key: K | undefined, events: T[]): void => {
        // Deleted first: the subscriber may cause the next event before it returns.
        open.get(key)?.timer?.unsubscribe()
        open.delete(key)
        subscriber.next(by === undefined ? events : { key: key as K, value: events })
      }

      const flush = (): void => open.forEach(({ events }, key) => emit(key, events))

      subscriber.add(() => open.forEach(({ timer }) => timer?.unsubscribe()))
      source
        .pipe(
          // Before the tap, so that an error of `by` is one that flushes.
          map(event => [by?.(event), event] as const),
          tap({ next: add, error: flush, complete: flush }),
          ignoreElements(),
        )
        .subscribe(subscriber)
    })
}

function check(options: BatchOptions & { readonly by?: unknown }): void {
  checkOperatorOptions('batch', options, ['size', 'timeout', 'by', 'scheduler'])
  const { size, timeout, by, scheduler } = options
  if (timeout !== undefined) {
    checkDuration('timeout', timeout)
    if (size !== undefined) checkLimit('size', size)
  } else if (size === undefined) {
    throw new InvalidOptionError('size', 'is missing; give batch a size, a timeout in milliseconds, or both')
  } else checkInteger('size', size, 1)
  checkOptionalSelector('batch', 'by', by, 'its key', 'symbol')
  checkScheduler(scheduler)
}

/** @deprecated Renamed to {@link BatchOptions}. */
export type BatchLimits = BatchOptions
