/** What a fast path reads with, whether it is compiled or interpreted. */
import type { Frame } from '../frame.js'

/** What the fast path knows of one channel. */
export interface Reader<C> {
  readonly channel: C
  /** Where payloads begin in its frames, together with what precedes them. */
  readonly payloadStart: number
  /** The strings of its last frame, which are reused where they have not changed. */
  readonly stringCache: string[]
}

/**
 * The event of a frame, or `undefined` for a frame that is not written exactly as documented. What
 * precedes the reader's payload is not looked at. May throw, as `numeric` may.
 */
export type Read<C, E> = (frame: Frame, reader: Reader<C>, receivedAt: number) => E | undefined
