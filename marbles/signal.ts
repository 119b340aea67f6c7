/** The common fields of signals of all strategies. */

/**
 * A signal of a strategy. Each strategy adds its own fields, the most significant first.
 *
 * Strategies merge: `merge(priceJump$(…), spreadWatch$(…))`, and `type` distinguishes their
 * signals.
 */
export interface Signal<T extends string = string> {
  /** The type of the signal. */
  readonly type: T
  /** The trading pair in upper case. */
  readonly symbol: string
  /**
   * Epoch milliseconds by the exchange's clock, or by ours for undated events (best prices, depth).
   */
  readonly time: number
}
