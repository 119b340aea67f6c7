/** Aggregates: small values that say how the events of a window become one value. */

/**
 * How the events of a window become one value. `T` is the event, `R` the value.
 *
 * An aggregate holds no state: a window calls {@link Aggregate.create} for each key it meets, so one aggregate may be given to many windows.
 */
export interface Aggregate<T, R> {
  /** An accumulator for one window, empty. */
  create(): Accumulator<T, R>
}

/** The running state of one window. Events leave in the order in which they came. */
export interface Accumulator<T, R> {
  /** An event enters the window. */
  add(event: T): void
  /** The oldest event leaves the window. Given the event, so that it need not be kept twice. */
  remove(event: T): void
  /** The value of the events now in the window; undefined behaviour when there are none. */
  value(): R
}

/** A value and the key of the group it belongs to. */
export interface Keyed<K, R> {
  readonly key: K
  readonly value: R
}
