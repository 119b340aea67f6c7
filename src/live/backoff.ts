/** Exponential backoff with jitter: how long to wait before an attempt to reconnect. */

/** How a lost connection is had back. Delays are milliseconds. */
export interface ReconnectOptions {
  /** Attempts in a row before giving up; `Infinity` never does. @default 5 */
  readonly maxAttempts?: number
  /** Delay before the first attempt. @default 1_000 */
  readonly initialDelay?: number
  /** The longest delay. @default 60_000 */
  readonly maxDelay?: number
  /** Each delay is the last one times this. @default 2 */
  readonly factor?: number
  /** The part of a delay that is left to chance, 0 to 1, so that many clients do not return at once. @default 0.5 */
  readonly jitter?: number
  /** A link that stood this long was good: attempts count from 1 again. @default 5_000 */
  readonly minUptime?: number
  /** Where chance comes from, 0 to below 1. Give a seeded one for a repeatable run. @default Math.random */
  readonly random?: () => number
}

export type Reconnect = Required<ReconnectOptions>

export const DEFAULT_RECONNECT: Reconnect = {
  maxAttempts: 5,
  initialDelay: 1_000,
  maxDelay: 60_000,
  factor: 2,
  jitter: 0.5,
  minUptime: 5_000,
  random: Math.random,
}

/** Milliseconds to wait before attempt number `attempt`, counted from 1: between `(1 - jitter)` of the exponential delay and all of it. */
export function backoff(
  { initialDelay, maxDelay, factor, jitter, random }: Reconnect,
  attempt: number,
): number {
  // Finite even after a thousand attempts: an initial delay of 0 times Infinity would be no number.
  const growth = Math.min(factor ** (attempt - 1), Number.MAX_SAFE_INTEGER)
  const delay = Math.min(maxDelay, initialDelay * growth)
  return Math.round(delay * (1 - jitter * random()))
}
