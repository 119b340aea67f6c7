/** `timeZone`. Source: rest-api.md, Kline/Candlestick data. */
import { invalid, type Query } from './query.js'

/** Minutes ahead of UTC, inclusive. */
const LIMITS = [-12 * 60, 14 * 60] as const

/**
 * Milliseconds that the zone of a query, such as `8`, `-1:00` or `05:45`, is ahead of UTC; 0 when
 * it names none.
 */
export function parseZone(query: Query): number {
  const [, sign, hours = '', minutes = '0'] =
    /^([+-]?)(\d{1,2})(?::(\d{2}))?$/.exec(query.get('timeZone') ?? '0') ?? []
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  if (hours === '' || Number(minutes) > 59 || ahead < LIMITS[0] || ahead > LIMITS[1])
    throw invalid('timeZone')
  return ahead * 60_000
}
