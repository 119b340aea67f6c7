/** The state of a fast path, compiled or interpreted. */
import type { Frame } from '../frame.js'

/** The fast path's data of one channel. */
export interface Reader<C> {
  readonly channel: C
  /** The position of payloads in its frames, and the text before them. */
  readonly payloadStart: number
  /** The strings of its last frame, which are reused where they have not changed. */
  readonly stringCache: string[]
}

/**
 * The event of a frame, or `undefined` for a frame that is not written exactly as documented. The
 * text before the reader's payload is not checked. May throw, as `numeric` may.
 */
export type Read<C, E> = (frame: Frame, reader: Reader<C>, receivedAt: number) => E | undefined
