/** Where a window reads the time of an event. */
import type { SchedulerLike } from 'rxjs'

/**
 * The time that an event carries: its `eventTime` (the exchange's clock), which `'event'` stands for, or what a function reads
 * from it, in epoch milliseconds. `'event'` compiles only for events that have one: a `bookTicker` has not.
 */
export type EventTime<T> =
  (T extends { readonly eventTime: number } ? 'event' : never) | ((event: T) => number)

/** The time at which an event reaches the operator, by the scheduler's clock. */
export interface ArrivalTime {
  /**
   * `'arrival'`: when the event reaches this operator. `'event'`: its `eventTime`. A function: what it reads, in milliseconds.
   *
   * @default 'arrival'
   */
  readonly time?: 'arrival' | undefined
  /**
   * The clock of arrival.
   *
   * @default asyncScheduler
   */
  readonly scheduler?: SchedulerLike | undefined
}

/** Reads the time that `time` asks for. */
export function timeReader<T>(
  time: 'arrival' | 'event' | ((event: T) => number) | undefined,
  scheduler: SchedulerLike,
): (event: T) => number {
  if (typeof time === 'function') return time
  if (time === 'event') return event => (event as { readonly eventTime: number }).eventTime
  return () => scheduler.now()
}
