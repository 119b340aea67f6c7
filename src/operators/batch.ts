/** Gathers events into arrays, by number or by time. */
import {
  asyncScheduler,
  ignoreElements,
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  type Subscription,
  tap,
} from 'rxjs'
import type { Keyed } from './internal/aggregate.js'
import { checkCount, checkDuration } from './internal/check-option.js'

/** When a batch is full. At least one of `size` and `timeout` is given; with both, whichever comes first. */
export type BatchOptions = {
  /** Reads the time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike
} & (
  | {
      /** Events in a full batch. */
      readonly size: number
      /** Milliseconds from a batch's first event until it is emitted, full or not. */
      readonly timeout?: number
    }
  | { readonly size?: number; readonly timeout: number }
)

/**
 * Emits events in arrays, each when it holds `size` of them or is `timeout` old.
 *
 * Think of a writer to a database: it waits for a hundred rows, but never longer than a second. A batch begins with its first
 * event and its time is counted from there (`bufferTime` counts by a clock of its own and emits empty arrays). So no batch is
 * empty, and a source that says nothing costs no timer. Every event is in exactly one batch, in the order in which it came.
 *
 * With `by` each key has its own batch, and what is emitted is `{ key, value }`: a busy symbol does not push out a quiet one's.
 *
 * Completes with its source, after what was still gathered. Errors with its source, after what was still gathered too: those
 * events did arrive. Throws `INVALID_OPTION` for a size or time that cannot be.
 *
 * Gotcha: with `size` alone the last events of a quiet symbol wait for as long as it is quiet; give a `timeout` as well.
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
 * @param options the limits, and the key when each is to have its own batches
 * @return A function that returns an Observable of the batches.
 */
export function batch<T, K>(
  options: BatchOptions & {
    /** The key of an event. */
    readonly by: (event: T) => K
  },
): OperatorFunction<T, Keyed<K, T[]>>
export function batch<T>(options: BatchOptions & { readonly by?: undefined }): OperatorFunction<T, T[]>
export function batch<T, K>({
  size = Infinity,
  timeout,
  by,
  scheduler = asyncScheduler,
}: BatchOptions & { readonly by?: ((event: T) => K) | undefined }): OperatorFunction<T, T[] | Keyed<K, T[]>> {
  if (size !== Infinity || timeout === undefined) checkCount('size', size)
  if (timeout !== undefined) checkDuration('timeout', timeout)

  return source =>
    new Observable(subscriber => {
      const open = new Map<K | undefined, { events: T[]; timer: Subscription | undefined }>()

      const add = (event: T): void => {
        const key = by?.(event)
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
        // Forgotten first: whoever takes the batch may send the next event before it returns.
        open.get(key)?.timer?.unsubscribe()
        open.delete(key)
        subscriber.next(by === undefined ? events : { key: key as K, value: events })
      }

      const flush = (): void => open.forEach(({ events }, key) => emit(key, events))

      subscriber.add(() => open.forEach(({ timer }) => timer?.unsubscribe()))
      source.pipe(tap({ next: add, error: flush, complete: flush }), ignoreElements()).subscribe(subscriber)
    })
}

/** @deprecated Renamed to {@link BatchOptions}. */
export type BatchLimits = BatchOptions
