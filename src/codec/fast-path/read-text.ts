/** Reads strings and words from a frame's bytes. */
import { MAX_TEXT_LENGTH } from '../types/text.js'

const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const TILDE = 126

/** The text of bytes that are plain ASCII. */
export function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number)
  return text
}

/**
 * Reads the inside of the string at `at`. Returns `last` itself if it is the same, and `undefined`
 * for a string that is too long, or has escapes, control characters or non-ASCII characters.
 */
export function readText(bytes: Uint8Array, at: number, last: string): string | undefined {
  const { length } = last
  let same = 0
  while (same < length && bytes[at + same] === last.charCodeAt(same)) same++
  if (same === length && bytes[at + same] === QUOTE) return last
  const end = plainEnd(bytes, at)
  return end < 0 || end - at > MAX_TEXT_LENGTH ? undefined : ascii(bytes, at, end)
}

/**
 * Finds where the value at `at` ends if it is a plain string, `true` or `false`; returns -1 for any
 * other.
 */
export function skipValue(bytes: Uint8Array, at: number): number {
  if (bytes[at] === QUOTE) {
    const end = plainEnd(bytes, at + 1)
    return end < 0 ? -1 : end + 1
  }
  if (isText(bytes, at, 'true')) return at + 4
  return isText(bytes, at, 'false') ? at + 5 : -1
}

/** Whether the bytes at `at` are the ASCII `text`. */
export function isText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

/**
 * Finds the quote that ends the plain string at `at`; returns -1 if anything in it is not plain.
 */
function plainEnd(bytes: Uint8Array, at: number): number {
  for (let end = at; ; end++) {
    const code = bytes[end]
    if (code === QUOTE) return end
    if (code === undefined || code < SPACE || code > TILDE || code === BACKSLASH) return -1
  }
}
