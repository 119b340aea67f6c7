/** Open and close times of klines, in UTC or in another zone. */
import { DAY, HOUR, MINUTE, SECOND } from '../durations.js'

/**
 * The sixteen intervals, in the exchange's order (web-socket-streams.md, Kline/Candlestick chart
 * intervals).
 */
export const INTERVALS = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1M',
] as const

export type Interval = (typeof INTERVALS)[number]

const LENGTH: Record<Exclude<Interval, '1M'>, number> = {
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

/** The epoch was a Thursday and weeks open on Monday. */
const MONDAY = 4 * DAY

export function isInterval(text: string): text is Interval {
  return (INTERVALS as readonly string[]).includes(text)
}

/**
 * Open time (epoch ms) of the kline that contains `time`; `offset` is the zone's lead over UTC, ms.
 */
export function openOf(interval: Interval, time: number, offset = 0): number {
  const local = time + offset
  if (interval === '1M') {
    const date = new Date(local)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) - offset
  }
  const length = LENGTH[interval]
  const shift = interval === '1w' ? MONDAY : 0
  return Math.floor((local - shift) / length) * length + shift - offset
}

/** The open time (epoch ms) of the kline after the kline of `time`. */
export function nextOpenOf(interval: Interval, time: number, offset = 0): number {
  if (interval !== '1M') return openOf(interval, time, offset) + LENGTH[interval]
  const date = new Date(time + offset)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - offset
}
