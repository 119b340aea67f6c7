/** Options of subscriptions that complete a stream from the exchange's history. */

/** How a subscription of `trade$`, `aggTrade$` or `kline$` is completed from the exchange's history. */
export interface BackfillOptions {
  /**
   * Whether what a lost connection or frame has cost is fetched and emitted in its place, with `backfilled: true`. Live events wait
   * meanwhile. Default: as the market's `backfill`, which is off by default.
   */
  readonly backfill?: boolean
  /**
   * Past elements to emit before the live ones, 1 to 10,000, with `backfilled: true`: closed klines, trades or aggregate trades, without
   * a hole and without a duplicate where they meet. Each subscription is emitted its own. Default: none.
   */
  readonly history?: number
}

/** How much may wait during a backfill. */
export interface BackfillLimits {
  /** Events of one channel that may wait. @default 10_000 */
  readonly capacity?: number
  /** Milliseconds that an event may wait. @default 30_000 */
  readonly maxDelay?: number
}

/** Whether a market's subscriptions are backfilled by default: `true`, or an object of limits. */
export type BackfillOption = boolean | BackfillLimits
