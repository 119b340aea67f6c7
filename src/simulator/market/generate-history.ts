/**
 * Generates history in bars, without orders: the past of a new market, and time that was too long
 * to catch up with.
 */
import { HOUR, MINUTE, SECOND } from '../durations.js'
import type { FairValue } from '../engine/fair-value.js'
import type { SymbolSpec } from '../engine/symbol-spec.js'
import type { Random } from '../random.js'
import { type Bar, flatBar } from './bar.js'
import type { History } from './history.js'

// Read from Math once: in a vm context, such as Jest's, each access to a global is slow.
const { abs, floor, max, min, round } = Math

/** Trades per taker order in the engine, on average. */
const TRADES_PER_ORDER = 2.7
/** Quantity per taker order in the engine, on average, in mean quantities of a taker. */
const QUANTITY_PER_ORDER = 4

/** Bars by age: seconds for the newest 18 minutes, minutes for 26 hours, hours before. */
const RESOLUTIONS = [
  [SECOND, 18 * MINUTE],
  [MINUTE, 26 * HOUR],
] as const

/**
 * The oldest bar that is generated, ms ago: enough for the current month, and for windows of a
 * week.
 */
export const MAX_HISTORY = 46 * 24 * HOUR

/**
 * Generates the time from `from` to `until` in bars: long ones first, seconds for the newest.
 * @param last the final value; the history of a new market ends at its first price
 */
export function generateHistory(
  history: History,
  value: FairValue,
  spec: SymbolSpec,
  random: Random,
  { from, until, last }: { readonly from: number; readonly until: number; readonly last?: number },
): void {
  const segments = splitIntoSegments(from, until)
  const factors = segments.map(({ from, until }) => value.factor(until - from))
  const ends = last === undefined ? endsForward(value, factors) : endsBackward(value, factors, last)
  if (last !== undefined) history.lastPrice = round(value.ticks)
  segments.forEach(({ from, until, length }, i) => {
    value.ticks = ends[i] ?? value.ticks
    const close = round(value.ticks)
    const seconds = (until - from) / SECOND
    const bar = generateBar(random, spec, history.lastPrice, close, seconds, history.tradeId)
    history.addGenerated(from, until, length, bar, max(1, round(spec.meanLots)))
  })
}

/** Adds bars without trades up to `until`, for a market that has no past. */
export function addEmptyHistory({ bars, lastPrice }: History, until: number): void {
  bars.add(until - MAX_HISTORY, flatBar(lastPrice), HOUR)
  for (const [length, age] of RESOLUTIONS) {
    bars.add(until - age, flatBar(lastPrice), length)
    bars.add(until, flatBar(lastPrice), length)
  }
}

/** The value at the end of each segment, from the present value on. */
function endsForward(value: FairValue, factors: readonly number[]): number[] {
  let { ticks } = value
  return factors.map(factor => (ticks = value.clamp(ticks * factor)))
}

/**
 * The value at the end of each segment, so that the newest ends at `last`; sets the value to the
 * first one.
 */
function endsBackward(value: FairValue, factors: readonly number[], last: number): number[] {
  const ends: number[] = []
  value.ticks = value.clamp(last)
  for (let i = factors.length - 1; i >= 0; i--) {
    ends[i] = value.ticks
    value.ticks = value.clamp(value.ticks / (factors[i] ?? 1))
  }
  return ends
}

/** A time span that becomes one bar of `length` ms (or a part of one, at either end). */
interface Segment {
  readonly from: number
  readonly until: number
  readonly length: number
}

/** Splits a time span into bars; no bar crosses the boundary of a longer one. */
function splitIntoSegments(from: number, now: number): Segment[] {
  const segments: Segment[] = []
  for (let time = from; time < now;) {
    const [length] = RESOLUTIONS.find(([, age]) => now - time <= age) ?? [HOUR]
    const until = min(now, floor(time / length) * length + length)
    segments.push({ from: time, until, length })
    time = until
  }
  return segments
}

/** A bar between two prices (ticks); `lastId` is the id of the trade before it. */
function generateBar(
  random: Random,
  { tradesPerSecond, meanLots }: SymbolSpec,
  open: number,
  close: number,
  seconds: number,
  lastId: number,
): Bar {
  const orders = seconds * tradesPerSecond * (0.5 + random.next())
  const count = round(orders * TRADES_PER_ORDER)
  if (count === 0) return flatBar(open)
  const overshoot = abs(close - open) * 0.5
  const high = max(open, close) + round(overshoot * random.next())
  const low = max(1, min(open, close) - round(overshoot * random.next()))
  const volume = max(count, round(orders * QUANTITY_PER_ORDER * meanLots * (0.5 + random.next())))
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
