/** Raw frames: what the exchange sent, as it sent it. */

/** One delivered frame of a stream. */
export interface RawFrame {
  /** The stream's wire name, such as `btcusdt@trade`. */
  readonly stream: string
  /** When the frame reached us: our clock, epoch milliseconds. */
  readonly receivedAt: number
  /**
   * The frame as it was received, in UTF-8. Lent: the buffer may be reused once the subscriber
   * returns, so copy what is kept (`bytes.slice()`).
   */
  readonly bytes: Uint8Array
}
