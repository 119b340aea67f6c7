/** Times in the unit of a market. */
import type { TimeUnit } from '../../../options.js'

/**
 * Times from here on (the year 5138, were they milliseconds) are microseconds. Source: rest-api.md,
 * "General API Information".
 */
const MICROSECONDS = 1e14

/** `time`, epoch milliseconds or microseconds, in the unit of a market's events. */
export function inUnit(time: number, unit: TimeUnit): number {
  const isMicroseconds = time >= MICROSECONDS
  if (unit === 'microsecond') return isMicroseconds ? time : time * 1_000
  return isMicroseconds ? Math.floor(time / 1_000) : time
}
