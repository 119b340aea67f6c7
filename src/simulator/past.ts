/** The past that nobody watched, drawn in bars: what a new market starts with, and what one makes of lost hours. */
import { type Bar, flatBar } from './bars.js'
import { HOUR, MINUTE, SECOND } from './intervals.js'
import type { Listing } from './listing.js'
import type { Random } from './random.js'

/** Trades that one taker order makes, on average. */
const MAKERS = 2.5

/** Bars by age: seconds for the newest 18 minutes, minutes for 26 hours, hours before. */
const AGES = [
  [SECOND, 18 * MINUTE],
  [MINUTE, 26 * HOUR],
] as const

/** No bar is drawn further back than this, ms: enough for this month and the last. */
export const LONGEST_PAST = 46 * 24 * HOUR

/** A stretch of time that becomes one bar of `length` ms (or a part of one, at either end). */
export interface Stretch {
  readonly from: number
  readonly until: number
  readonly length: number
}

/** Cuts time up into bars, none of which crosses the boundary of a longer one. */
export function stretchesOf(from: number, now: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let time = from; time < now;) {
    const [length] = AGES.find(([, age]) => now - time <= age) ?? [HOUR]
    const until = Math.min(now, Math.floor(time / length) * length + length)
    stretches.push({ from: time, until, length })
    time = until
  }
  return stretches
}

/** A bar of trades between two prices (ticks); `lastId` is the id of the trade before it. */
export function drawBar(
  random: Random,
  { tradesPerSecond, meanLots }: Listing,
  open: number,
  close: number,
  seconds: number,
  lastId: number,
): Bar {
  const orders = seconds * tradesPerSecond * (0.5 + random.next())
  const count = Math.round(orders * MAKERS)
  if (count === 0) return flatBar(open)
  const overshoot = Math.abs(close - open) * 0.5
  const high = Math.max(open, close) + Math.round(overshoot * random.next())
  const low = Math.max(1, Math.min(open, close) - Math.round(overshoot * random.next()))
  const volume = Math.max(count, Math.round(orders * meanLots * (0.5 + random.next())))
  const takerVolume = Math.round(volume * (0.3 + 0.4 * random.next()))
  const mean = Math.round((open + high + low + close) / 4)
  return {
    open,
    high,
    low,
    close,
    volume,
    quote: volume * mean,
    takerVolume,
    takerQuote: takerVolume * mean,
    count,
    first: lastId + 1,
    last: lastId + count,
  }
}
