/** Makes text from outside safe to print: close reasons, error messages of the exchange, names. */

/**
 * Control characters, line and paragraph separators, and marks that reorder what a terminal shows.
 */
// eslint-disable-next-line no-control-regex -- it matches control characters
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]+/g

/**
 * `text` on one line, without control characters, cut after `maxLength` characters. Costs no more
 * than `maxLength`.
 */
export function cleanText(text: string, maxLength = 200): string {
  const head = copy(text.slice(0, maxLength + 1).replace(UNPRINTABLE, ' '))
  return text.length > maxLength ? `${withoutHalfPair(head.slice(0, maxLength - 1))}…` : head
}

/** Whether {@link cleanText} has nothing to do. Costs no more than `maxLength`. */
export function isClean(text: string, maxLength = 200): boolean {
  return text.length <= maxLength && text.search(UNPRINTABLE) < 0
}

/** Copies, because a slice would keep the whole text in memory. The fastest way that does. */
function copy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}

/** Drops the first half of a truncated surrogate pair. */
function withoutHalfPair(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text
}
