/** Counters of a feed. */

/** What a feed counts, since it was created. */
export interface FeedStats {
  /**
   * Data frames of streams that had no subscriber, and were therefore not decoded. A few are normal after
   * each unsubscribe, until the exchange has stopped sending.
   */
  readonly unroutedFrames: number
}
