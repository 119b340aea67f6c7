/** Makes text from outside safe to print: close reasons, error messages of the exchange, names. */

/** Control characters, line and paragraph separators, and marks that reorder what a terminal shows. */
// eslint-disable-next-line no-control-regex -- control characters are what it finds
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g

/** `text` on one line, without control characters, cut after `maxLength` characters. Costs no more than `maxLength`. */
export function cleanText(text: string, maxLength = 200): string {
  // A copy: a slice would keep the whole text in memory.
  const head = Array.from(text.slice(0, maxLength + 1).replace(UNPRINTABLE, ' ')).join('')
  return text.length > maxLength ? `${head.slice(0, maxLength - 1)}…` : head
}
