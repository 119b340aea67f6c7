/** A receiver of frames: what the hub and the frame faults need of a session. */
import type { Frame } from './frame.js'

export interface Subscriber {
  /** The connection's id. */
  readonly id: number
  deliver(frame: Frame): void
  /** Bytes accepted but not yet sent. */
  readonly bufferedAmount: number
}
