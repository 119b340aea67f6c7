/** The past that no order made, drawn in bars: what a new market starts with, and what one makes of lost days. */
import { type Bar, flatBar } from './bars.js'
import type { Value } from './engine/value.js'
import type { History } from './history.js'
import { HOUR, MINUTE, SECOND } from './intervals.js'
import type { Listing } from './listing.js'
import type { Random } from './random.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { abs, floor, max, min, round } = Math

/** What one taker order comes to in the engine, on average: trades, and quantity in the mean quantity of a taker. */
const MAKERS = 2.7
const QUANTITY = 4

/** Bars by age: seconds for the newest 18 minutes, minutes for 26 hours, hours before. */
const AGES = [
  [SECOND, 18 * MINUTE],
  [MINUTE, 26 * HOUR],
] as const

/** No bar is drawn further back than this, ms: enough for the month that it is, and for windows of a week. */
export const LONGEST_PAST = 46 * 24 * HOUR

/**
 * Lets the time from `from` to `until` pass in bars: long ones first, seconds for the newest.
 * @param last where the value shall end: a new market's past leads to its listed price
 */
export function drawPast(
  history: History,
  value: Value,
  listing: Listing,
  random: Random,
  { from, until, last }: { readonly from: number; readonly until: number; readonly last?: number },
): void {
  const stretches = stretchesOf(from, until)
  const factors = stretches.map(({ from, until }) => value.factor(until - from))
  const ends = last === undefined ? forwards(value, factors) : backwards(value, factors, last)
  if (last !== undefined) history.lastPrice = round(value.ticks)
  stretches.forEach(({ from, until, length }, i) => {
    value.ticks = ends[i] ?? value.ticks
    const close = round(value.ticks)
    const seconds = (until - from) / SECOND
    const bar = drawBar(random, listing, history.lastPrice, close, seconds, history.tradeId)
    history.drawn(from, until, length, bar, max(1, round(listing.meanLots)))
  })
}

/** Where each stretch ends, from where the value is. */
function forwards(value: Value, factors: readonly number[]): number[] {
  let { ticks } = value
  return factors.map(factor => (ticks = value.bounded(ticks * factor)))
}

/** Where each stretch ends, so that the newest ends at `last`; puts the value where it all begins. */
function backwards(value: Value, factors: readonly number[], last: number): number[] {
  const ends: number[] = []
  value.ticks = value.bounded(last)
  for (let i = factors.length - 1; i >= 0; i--) {
    ends[i] = value.ticks
    value.ticks = value.bounded(value.ticks / (factors[i] ?? 1))
  }
  return ends
}

/** A stretch of time that becomes one bar of `length` ms (or a part of one, at either end). */
interface Stretch {
  readonly from: number
  readonly until: number
  readonly length: number
}

/** Cuts time up into bars, none of which crosses the boundary of a longer one. */
function stretchesOf(from: number, now: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let time = from; time < now;) {
    const [length] = AGES.find(([, age]) => now - time <= age) ?? [HOUR]
    const until = min(now, floor(time / length) * length + length)
    stretches.push({ from: time, until, length })
    time = until
  }
  return stretches
}

/** A bar of trades between two prices (ticks); `lastId` is the id of the trade before it. */
function drawBar(
  random: Random,
  { tradesPerSecond, meanLots }: Listing,
  open: number,
  close: number,
  seconds: number,
  lastId: number,
): Bar {
  const orders = seconds * tradesPerSecond * (0.5 + random.next())
  const count = round(orders * MAKERS)
  if (count === 0) return flatBar(open)
  const overshoot = abs(close - open) * 0.5
  const high = max(open, close) + round(overshoot * random.next())
  const low = max(1, min(open, close) - round(overshoot * random.next()))
  const volume = max(count, round(orders * QUANTITY * meanLots * (0.5 + random.next())))
  const takerVolume = round(volume * (0.3 + 0.4 * random.next()))
  const mean = round((open + high + low + close) / 4)
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
