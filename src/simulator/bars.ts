/** The past of one symbol, in bars of an hour, a minute and a second; every kline and window is a sum of them. */
import { HOUR, MINUTE, SECOND } from './intervals.js'

/** Trades of a stretch of time: prices in ticks, volumes in lots, quote volumes in ticks times lots. */
export interface Bar {
  open: number
  high: number
  low: number
  close: number
  volume: number
  quote: number
  takerVolume: number
  takerQuote: number
  count: number
  /** Ids of the first and last trade, -1 without trades. */
  first: number
  last: number
}

/** A bar in which nothing was traded. */
export function flatBar(price: number): Bar {
  return {
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0,
    quote: 0,
    takerVolume: 0,
    takerQuote: 0,
    count: 0,
    first: -1,
    last: -1,
  }
}

/** Adds a later bar to an earlier one. */
export function absorb(into: Bar, later: Bar): void {
  if (later.count === 0) return
  if (into.count === 0) {
    Object.assign(into, later)
    return
  }
  into.high = Math.max(into.high, later.high)
  into.low = Math.min(into.low, later.low)
  into.close = later.close
  into.volume += later.volume
  into.quote += later.quote
  into.takerVolume += later.takerVolume
  into.takerQuote += later.takerQuote
  into.count += later.count
  into.last = later.last
}

/** The newest `capacity` (at most twice as many) bars of one length, without holes. */
class Series {
  private readonly bars: Bar[] = []
  private start = 0

  constructor(
    readonly step: number,
    private readonly capacity: number,
  ) {}

  at(time: number): Bar | undefined {
    return this.bars[Math.floor(time / this.step) - this.start]
  }

  /** Open time of the oldest bar held, Infinity when there is none. */
  get since(): number {
    return this.bars.length === 0 ? Infinity : this.start * this.step
  }

  add(time: number, bar: Bar): void {
    const index = Math.floor(time / this.step)
    const newest = this.bars.at(-1)
    if (newest === undefined || index - this.start - this.bars.length > this.capacity) {
      this.bars.length = 0
      this.start = index
    }
    while (this.bars.length <= index - this.start)
      this.bars.push(flatBar(this.bars.at(-1)?.close ?? bar.open))
    const held = this.bars[index - this.start]
    if (held !== undefined) absorb(held, bar)
    if (this.bars.length > 2 * this.capacity) {
      this.bars.splice(0, this.capacity)
      this.start += this.capacity
    }
  }
}

export class Bars {
  /** Coarse first: a sum takes the longest bar that fits. */
  private readonly series = [
    new Series(HOUR, 1_100),
    new Series(MINUTE, 3_000),
    new Series(SECOND, 1_100),
  ] as const

  /** Adds trades of a stretch that lies within one bar of `span` ms; shorter bars are not told of it. */
  add(time: number, bar: Bar, span: number = SECOND): void {
    for (const series of this.series) if (series.step >= span) series.add(time, bar)
  }

  /**
   * What was traded from `from` to before `to`, both on a whole second; flat at `price` if nothing was.
   * Undefined where the past is older than what is held.
   */
  between(from: number, to: number, price: number): Bar | undefined {
    const total = flatBar(price)
    let known = false
    for (let time = from; time < to;) {
      const series = this.series.find(({ step }) => time % step === 0 && time + step <= to) ?? this.series[2]
      known ||= series.since <= time
      const bar = series.at(time)
      if (bar !== undefined) {
        if (total.count === 0 && bar.count === 0) Object.assign(total, flatBar(bar.close))
        absorb(total, bar)
      }
      time += series.step
    }
    return known ? total : undefined
  }
}
