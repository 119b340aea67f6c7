/** Exponential backoff with jitter: how long to wait before another attempt. */

/** Delays are milliseconds. */
export interface BackoffSettings {
  readonly initialDelay: number
  readonly maxDelay: number
  /** Each delay is the previous one times this. */
  readonly factor: number
  /** The random part of a delay, 0 to 1. */
  readonly jitter: number
  readonly random: () => number
}

/**
 * Milliseconds to wait before attempt number `attempt`, counted from 1: between `(1 - jitter)` of
 * the exponential delay and all of it.
 */
export function backoff(
  { initialDelay, maxDelay, factor, jitter, random }: BackoffSettings,
  attempt: number,
): number {
  // Finite even after a thousand attempts, as an initial delay of 0 times Infinity is not a number.
  const growth = Math.min(factor ** (attempt - 1), Number.MAX_SAFE_INTEGER)
  const delay = Math.min(maxDelay, initialDelay * growth)
  return Math.round(delay * (1 - jitter * random()))
}
