/** The common fields of signals of all strategies. */

/**
 * What a strategy emits. Each strategy adds its own fields, the most significant first.
 *
 * Strategies merge: `merge(priceJump$(…), spreadWatch$(…))`, and `type` distinguishes their
 * signals.
 */
export interface Signal<T extends string = string> {
  /** What happened. */
  readonly type: T
  /** The trading pair in upper case. */
  readonly symbol: string
  /**
   * Epoch milliseconds by the exchange's clock, or by ours for what the exchange does not date
   * (best prices, depth).
   */
  readonly time: number
}
