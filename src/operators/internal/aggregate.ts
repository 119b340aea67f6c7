/** Aggregates: how the events of a window become one value. */

/**
 * Reduces the events of a window to one value. `T` is the event, `R` the value.
 *
 * An aggregate holds no state: a window calls {@link Aggregate.create} for each key it meets, so
 * one aggregate may be given to many windows. The aggregates of this package are O(1) amortised in
 * `add` and `remove` of {@link Accumulator} (`quantile` is O(log n)). Your own aggregate is an
 * object with `create`.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { type Aggregate, movingWindow } from 'rxmarket/operators'
 *
 * // How many of the events satisfy a predicate.
 * function countWhere<T>(predicate: (event: T) => boolean): Aggregate<T, number> {
 *   return {
 *     create: () => {
 *       let n = 0
 *       return {
 *         add: event => void (n += Number(predicate(event))),
 *         remove: event => void (n -= Number(predicate(event))),
 *         value: () => n,
 *       }
 *     },
 *   }
 * }
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ count: 100 }, countWhere(t => t.isBuyerMaker)))
 *   .subscribe(sold => console.log(`takers sold in ${sold} of the last 100 trades`))
 * ```
 */
export interface Aggregate<in T, out R> {
  /**
   * An accumulator for one window, empty.
   *
   * `growOnly` promises that nothing will be removed, as in a tumbling window. An accumulator then
   * keeps nothing for undoing an event, so `min`, `first` and `ohlcv` take constant memory. It may
   * be ignored.
   */
  create(growOnly?: boolean): Accumulator<T, R>
}

/**
 * The running state of one window, which either is given the events that leave it or keeps what it
 * needs to remove them.
 */
export type Accumulator<T, R> = InvertibleAccumulator<T, R> | BufferedAccumulator<T, R>

interface State<in T, out R> {
  /** An event enters the window. */
  add(event: T): void
  /**
   * The value of the events now in the window; undefined behaviour when there are none. Changes
   * nothing, and may be asked at every event.
   */
  value(): R
}

/**
 * Is given each event again when it leaves, so that it need not keep it. The window then holds the
 * events.
 */
export interface InvertibleAccumulator<in T, out R> extends State<T, R> {
  readonly remembers?: false
  /** The oldest event leaves the window: events leave in the order of their arrival. */
  remove(event: T): void
}

/**
 * Keeps only the necessary part of each event, often one number, so that the window holds no
 * events. A million trades take a tenth of the memory. All aggregates of this package do so.
 */
export interface BufferedAccumulator<in T, out R> extends State<T, R> {
  readonly remembers: true
  /** The oldest event leaves the window: events leave in the order of their arrival. */
  remove(): void
}

/** A value and the key of the group it belongs to. */
export interface Keyed<K, R> {
  readonly key: K
  readonly value: R
}

/** @deprecated Renamed to {@link InvertibleAccumulator}. */
export type GivenAccumulator<T, R> = InvertibleAccumulator<T, R>

/** @deprecated Renamed to {@link BufferedAccumulator}. */
export type RememberingAccumulator<T, R> = BufferedAccumulator<T, R>
