/** The HTTP header `Retry-After`. */
import { MAX_DELAY } from '../validation/limits.js'

/**
 * Milliseconds of a `Retry-After` header, which is seconds or a date (RFC 9110, 10.2.3);
 * `undefined` without a valid one.
 *
 * @param date the `Date` header of the same response: the server's own clock, as ours may differ
 * @param now our clock, epoch milliseconds, for a response without that header
 */
export function parseRetryAfter(
  value: string | undefined,
  date: string | undefined,
  now: number,
): number | undefined {
  if (value === undefined) return undefined
  const serverNow = Date.parse(date ?? '')
  const delay = /^\s*\d+\s*$/.test(value)
    ? Number(value) * 1_000
    : Date.parse(value) - (Number.isNaN(serverNow) ? now : serverNow)
  return Number.isNaN(delay) ? undefined : Math.min(Math.max(0, delay), MAX_DELAY)
}
