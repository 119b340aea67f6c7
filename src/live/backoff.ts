/** Exponential backoff with jitter: how long to wait before an attempt to reconnect. */
import type { ReconnectSettings } from '../live-settings.js'

/** Milliseconds to wait before attempt number `attempt`, counted from 1: between `(1 - jitter)` of the exponential delay and all of it. */
export function backoff(
  { initialDelay, maxDelay, factor, jitter, random }: Omit<ReconnectSettings, 'maxAttempts' | 'minUptime'>,
  attempt: number,
): number {
  // Finite even after a thousand attempts, as an initial delay of 0 times Infinity is not a number.
  const growth = Math.min(factor ** (attempt - 1), Number.MAX_SAFE_INTEGER)
  const delay = Math.min(maxDelay, initialDelay * growth)
  return Math.round(delay * (1 - jitter * random()))
}
