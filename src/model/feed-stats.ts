/** Counters of a feed. */

/** Counters of a feed since it was created. */
export interface FeedStats {
  /**
   * Data frames of streams that had no subscriber, and were therefore not decoded. A few are normal
   * after each unsubscribe, until the exchange has stopped sending.
   */
  readonly unroutedFrames: number
  /** Requests for history and snapshots; `undefined` until the first. */
  readonly requests?: RequestStats
}

/** Counters of a market's REST requests. */
export interface RequestStats {
  /** Requests that wait to be sent. */
  readonly queued: number
  /** Requests that were sent and are not answered. */
  readonly active: number
  /** Requests sent, repeated ones included. */
  readonly sent: number
  /** Attempts that failed. */
  readonly failed: number
  /**
   * Request weight of the last minute, including that of other clients of the same address where
   * the exchange reports it.
   */
  readonly usedWeight: number
  /**
   * The moment until which nothing is sent, as the exchange demands with `Retry-After`: epoch
   * milliseconds.
   */
  readonly blockedUntil?: number
}
