/** Violations of the exchange's limits. */

/** A violation by a client, and when it happened (exchange time, epoch ms). */
export interface Violation {
  readonly at: number
  /** The limit of this name in `Limits`. */
  readonly rule: 'messagesPerSecond' | 'streams' | 'frameBytes' | 'bufferedBytes' | 'pongTimeout'
}
