/** The past of one symbol, in bars of an hour, a minute and a second; every kline and window is a sum of them. */
import { HOUR, type Interval, MINUTE, SECOND } from './intervals.js'

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
    copy(into, later)
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

/** Field by field, here and below: loops over names are several times slower, and a market's start draws ten thousand bars. */
function copy(into: Bar, from: Bar): void {
  into.open = from.open
  into.high = from.high
  into.low = from.low
  into.close = from.close
  into.volume = from.volume
  into.quote = from.quote
  into.takerVolume = from.takerVolume
  into.takerQuote = from.takerQuote
  into.count = from.count
  into.first = from.first
  into.last = from.last
}

/** Numbers in a bar. */
const WIDTH = 11

/** The newest `capacity` bars of one length, without holes; in one flat array, for there are thousands a symbol. */
class Series {
  private readonly data: Float64Array
  private readonly scratch = flatBar(0)
  private start = 0
  private length = 0

  constructor(
    readonly step: number,
    private readonly capacity: number,
  ) {
    this.data = new Float64Array(capacity * WIDTH)
  }

  /** Open time of the oldest bar held, Infinity when there is none. */
  get since(): number {
    return this.length === 0 ? Infinity : this.start * this.step
  }

  /** Reads the bar that holds `time`; false when it is not held. */
  read(time: number, into: Bar): boolean {
    const index = Math.floor(time / this.step)
    if (index < this.start || index >= this.start + this.length) return false
    this.load(index, into)
    return true
  }

  add(time: number, bar: Bar): void {
    const index = Math.floor(time / this.step)
    if (this.length === 0 || index - this.start - this.length >= this.capacity) {
      this.start = index
      this.length = 0
    }
    let close = bar.open
    if (this.length > 0) {
      this.load(this.start + this.length - 1, this.scratch)
      close = this.scratch.close
    }
    while (index >= this.start + this.length) this.push(close)
    if (index < this.start) return
    this.load(index, this.scratch)
    absorb(this.scratch, bar)
    this.store(index, this.scratch)
  }

  /** Adds an empty bar, at the cost of the oldest one when full. */
  private push(close: number): void {
    this.store(this.start + this.length, flatBar(close))
    if (this.length < this.capacity) this.length++
    else this.start++
  }

  private offset(index: number): number {
    return (((index % this.capacity) + this.capacity) % this.capacity) * WIDTH
  }

  private load(index: number, into: Bar): void {
    const { data } = this
    let at = this.offset(index)
    into.open = data[at++] ?? NaN
    into.high = data[at++] ?? NaN
    into.low = data[at++] ?? NaN
    into.close = data[at++] ?? NaN
    into.volume = data[at++] ?? NaN
    into.quote = data[at++] ?? NaN
    into.takerVolume = data[at++] ?? NaN
    into.takerQuote = data[at++] ?? NaN
    into.count = data[at++] ?? NaN
    into.first = data[at++] ?? NaN
    into.last = data[at] ?? NaN
  }

  private store(index: number, bar: Bar): void {
    const { data } = this
    let at = this.offset(index)
    data[at++] = bar.open
    data[at++] = bar.high
    data[at++] = bar.low
    data[at++] = bar.close
    data[at++] = bar.volume
    data[at++] = bar.quote
    data[at++] = bar.takerVolume
    data[at++] = bar.takerQuote
    data[at++] = bar.count
    data[at++] = bar.first
    data[at] = bar.last
  }
}

export class Bars {
  /** Coarse first: a sum takes the longest bar that fits. */
  private readonly series = [
    new Series(HOUR, 1_110),
    new Series(MINUTE, 1_700),
    new Series(SECOND, 1_100),
  ] as const

  /** Adds trades of a stretch that lies within one bar of `span` ms; shorter bars are not told of it. */
  add(time: number, bar: Bar, span: number = SECOND): void {
    for (const series of this.series) if (series.step >= span) series.add(time, bar)
  }

  /** How far back, at the most, klines of an interval can be told. */
  since(interval: Interval): number {
    const [hours, minutes, seconds] = this.series
    return interval === '1s' ? seconds.since : /m$/.test(interval) ? minutes.since : hours.since
  }

  /**
   * What was traded from `from` to before `to`, both on a whole second; flat at `price` if nothing was.
   * Undefined where the past is older than what is held.
   */
  between(from: number, to: number, price: number): Bar | undefined {
    const total = flatBar(price)
    const bar = flatBar(price)
    let known = false
    for (let time = from; time < to;) {
      const series = this.series.find(({ step }) => time % step === 0 && time + step <= to) ?? this.series[2]
      if (time === from) known = series.since <= time
      if (series.read(time, bar)) {
        if (total.count === 0) copy(total, bar)
        else absorb(total, bar)
      }
      time += series.step
    }
    return known ? total : undefined
  }
}
