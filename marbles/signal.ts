/** What the signals of all strategies have in common. */

/**
 * Something a strategy has seen. Each strategy adds its own fields, the one that says most first.
 *
 * Strategies merge: `merge(priceJump$(…), spreadWatch$(…))`, and `type` tells their signals apart again.
 */
export interface Signal<T extends string = string> {
  /** What happened. */
  readonly type: T
  /** The trading pair in upper case. */
  readonly symbol: string
  /** When, in epoch milliseconds: by the exchange's clock, or by ours for what the exchange does not date (best prices, depth). */
  readonly time: number
}
