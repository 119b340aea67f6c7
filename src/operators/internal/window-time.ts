/** The source of an event's time. */
import type { SchedulerLike } from 'rxjs'
import { monotonicNow } from '../../clock/monotonic.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import { printValue } from '../../validation/print-value.js'

/**
 * The time of an event: `'event'` is its `eventTime` (the exchange's clock), a function reads it,
 * in epoch milliseconds. `'event'` compiles only for events that have one: a `bookTicker` has not.
 */
export type EventTime<T> =
  (T extends { readonly eventTime: number } ? 'event' : never) | ((event: T) => number)

/**
 * The time at which an event reaches the operator. A step of the system clock does not change how
 * long a window is.
 */
export interface ArrivalTime {
  /**
   * `'arrival'`: when the event reaches this operator. `'event'`: its `eventTime`. A function: what
   * it reads, in milliseconds.
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

/** The allowed values of `time`. */
export type WindowTime<T> = 'arrival' | 'event' | ((event: T) => number) | undefined

export function checkTime(operator: string, time: unknown): void {
  if (time === undefined || time === 'arrival' || time === 'event' || typeof time === 'function') return
  throw new InvalidOptionError(
    'time',
    `of ${operator} should be 'arrival', 'event' or a function from an event to epoch milliseconds, got ${printValue(time)}`,
  )
}

/** By so many events without a time, and none with one, the option is wrong and not the events. */
const MAX_WITHOUT_TIME = 1_000

/**
 * Reads the times of events for one subscription; of arrival on the monotonic clock, as only
 * differences matter.
 */
export class EventClock<T> {
  readonly #operator: string
  readonly #read: (event: T) => number
  #withoutTime = 0
  #hasTime = false
  #last: unknown

  constructor(operator: string, time: WindowTime<T>, scheduler: SchedulerLike) {
    this.#operator = operator
    this.#read =
      typeof time === 'function'
        ? time
        : time === 'event'
          ? event => (event as { readonly eventTime: number }).eventTime
          : () => monotonicNow(scheduler)
  }

  /** The time of an event; NaN where it has none. */
  read(event: T): number {
    const time = this.#read(event)
    // Also false for other types, such as a string.
    if (Number.isFinite(time)) {
      this.#hasTime = true
      return time
    }
    if (!this.#hasTime) this.#countWithoutTime(time)
    return NaN
  }

  /**
   * At completion: throws when events came and none had a time, as then nothing else reports it.
   */
  checkTimes(): void {
    if (this.#hasTime || this.#withoutTime === 0) return
    throw new InvalidOptionError(
      'time',
      `of ${this.#operator} read no time from ${this.#withoutTime} events, of the last ${printValue(this.#last)}; it should return epoch milliseconds`,
    )
  }

  #countWithoutTime(time: unknown): void {
    this.#withoutTime++
    this.#last = time
    if (this.#withoutTime === MAX_WITHOUT_TIME) this.checkTimes()
  }
}
