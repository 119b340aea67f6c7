/** What a fast decoder is, however it was made. */
import type { Numeric } from './decimal.js'
import type { Frame } from './frame.js'

/** What a reader knows of one channel. */
export interface Reader<C> {
  readonly channel: C
  /** Where its payloads begin, with what stands before them. */
  readonly at: number
  /** The strings of its last frame, which are given again where they have not changed. */
  readonly memo: string[]
}

/**
 * The event of a frame, or `undefined` for a frame that is not written exactly as documented. Its beginning, up to where the
 * reader's payloads begin, is not looked at. May throw, as `numeric` may.
 */
export type Read<C, E> = (frame: Frame, reader: Reader<C>, receivedAt: number) => E | undefined

/** Makes an event of a checked payload with its decimals converted. Keeps nothing of the payload but its fields' values. */
export type ToEvent<P, C, E> = (payload: P, receivedAt: number, channel: C) => E

/** Reads doubles from the bytes themselves; everything else is made of their text. */
export const isDouble = (numeric: Numeric<unknown>): boolean => numeric === Number

// V8's SlicedString::kMinLength is 13: a shorter slice is a copy.
const COPIED = 12

/** A piece of a text that does not keep all of it in memory, as a slice would. */
export function copy(text: string, from: number, to: number): string {
  let piece = text.slice(from, Math.min(to, from + COPIED))
  for (let at = from + COPIED; at < to; at += COPIED) piece += text.slice(at, Math.min(to, at + COPIED))
  return piece
}
