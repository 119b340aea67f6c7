/** The order of klines: by open time; each closes once, and a close that is missing is a gap. */
import type { Kline } from '../model/event.js'
import { LATE, NEXT, type Order, REPEATED, RESET, type SequenceRule } from './rule.js'

type Bar = Kline<unknown>

function orderOf(previous: Bar, event: Bar, isNewSession: boolean): Order {
  if (event.openTime > previous.openTime) {
    const missing = barsBetween(previous, event) - (previous.isClosed ? 1 : 0)
    return missing > 0 ? { type: 'gap', missing } : NEXT
  }
  if (event.openTime < previous.openTime)
    return isNewSession || event.eventTime > previous.eventTime ? RESET : LATE
  return orderWithin(previous, event, isNewSession)
}

/**
 * Two updates of one kline compare by the number of their trades, which does not depend on the
 * exchange's clock.
 */
function orderWithin(previous: Bar, event: Bar, isNewSession: boolean): Order {
  const isOlder = event.eventTime < previous.eventTime
  if (previous.isClosed) return event.isClosed ? REPEATED : isNewSession && isOlder ? RESET : LATE
  const difference = event.tradeCount - previous.tradeCount
  if (difference < 0) return isNewSession || event.eventTime > previous.eventTime ? RESET : LATE
  const isSame = difference === 0 && event.eventTime === previous.eventTime && !event.isClosed
  return isSame ? REPEATED : NEXT
}

/** By how many klines `event` is later. */
function barsBetween(previous: Bar, event: Bar): number {
  const length = previous.closeTime - previous.openTime + 1
  if (previous.freq !== '1M') return Math.round((event.openTime - previous.openTime) / length)
  // The shortest month is 2.4e9 milliseconds long, the longest 2.7e9: more than that are
  // microseconds.
  const perMillisecond = length > 1e10 ? 1_000 : 1
  const monthOf = ({ openTime, closeTime }: Bar): number => {
    const middle = new Date((openTime + closeTime) / 2 / perMillisecond)
    return 12 * middle.getUTCFullYear() + middle.getUTCMonth()
  }
  return monthOf(event) - monthOf(previous)
}

export const seriesRule: SequenceRule<Bar> = {
  // The order of updates has two fields, and they are few.
  markOf: () => NaN,
  advance: () => NaN,
  orderOf,
  // Ignores the event time: hosts send an update at different times.
  isSame: (a, b) => a.openTime === b.openTime && a.tradeCount === b.tradeCount && a.isClosed === b.isClosed,
  isOlder: (event, other) => event.eventTime <= other.eventTime,
  idsOf: ({ openTime }) => ({ first: openTime, last: openTime }),
}
