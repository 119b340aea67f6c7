/** Begin and end of a kline interval, in UTC. */
import type { Freq } from './freq.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const LENGTH: Readonly<Record<Exclude<Freq, '1M'>, number>> = {
  '1s': SECOND,
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': 7 * DAY,
}

/** Monday, 5 January 1970: the exchange's weeks begin on Mondays, and the epoch was a Thursday. */
const FIRST_MONDAY = 4 * DAY

export interface TimeRange {
  /** Its first millisecond. */
  readonly start: number
  /** The first millisecond of the next. */
  readonly end: number
}

/** The interval that holds `time` (epoch milliseconds). */
export function intervalAt(freq: Freq, time: number): TimeRange {
  if (freq === '1M') {
    const date = new Date(time)
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) }
  }
  const length = LENGTH[freq]
  const first = freq === '1w' ? FIRST_MONDAY : 0
  const start = Math.floor((time - first) / length) * length + first
  return { start, end: start + length }
}
