/** Substrings that do not keep the text they were cut from in memory. */

// V8's SlicedString::kMinLength is 13: a shorter slice is a copy.
const COPIED_LENGTH = 12

/** A copy of a part of a text, where a slice would keep all of the text in memory. */
export function copySubstring(text: string, from: number, to: number): string {
  let piece = text.slice(from, Math.min(to, from + COPIED_LENGTH))
  for (let at = from + COPIED_LENGTH; at < to; at += COPIED_LENGTH)
    piece += text.slice(at, Math.min(to, at + COPIED_LENGTH))
  return piece
}
