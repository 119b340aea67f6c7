/** When a session is replaced by a new one. */
import type { RotationSettings } from '../../live-settings.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** The part of `after` by which jitter brings a rotation forward at most. */
const MAX_JITTER = 0.1

/**
 * Milliseconds from the opening of a session until it is to be replaced: `after`, less a random
 * part, or at the chosen hour where that is sooner. An hour that has just begun is that of the next
 * day, so that a session opened at the hour is not replaced at once.
 *
 * @param now epoch milliseconds
 */
export function rotationDelay(
  { after, hour }: RotationSettings,
  { jitter, random }: { readonly jitter: number; readonly random: () => number },
  now: number,
): number {
  const delay = Math.round(after * (1 - MAX_JITTER * jitter * random()))
  if (hour === undefined) return delay
  const untilHour = (((hour * HOUR - now) % DAY) + DAY) % DAY
  return untilHour < HOUR ? delay : Math.min(delay, untilHour)
}
