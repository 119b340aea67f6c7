/** The past of one symbol, in bars of an hour, a minute and a second; every kline and window is a sum of them. */
import { HOUR, type Interval, MINUTE, SECOND } from './intervals.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { floor, max, min } = Math

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
  into.high = max(into.high, later.high)
  into.low = min(into.low, later.low)
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

/** Numbers in a bar, in the order of its fields. */
const WIDTH = 11
const [HIGH, LOW, CLOSE, VOLUME, QUOTE, TAKER_VOLUME, TAKER_QUOTE, COUNT, FIRST, LAST] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const

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

  /** Adds the bar that holds `time` to an earlier one; nothing when it is not held. */
  addTo(total: Bar, time: number): void {
    const index = floor(time / this.step)
    if (index < this.start || index >= this.start + this.length) return
    this.load(index, this.scratch)
    if (total.count === 0) copy(total, this.scratch)
    else absorb(total, this.scratch)
  }

  add(time: number, bar: Bar): void {
    const index = floor(time / this.step)
    if (!this.reach(index, bar.open)) return
    this.load(index, this.scratch)
    absorb(this.scratch, bar)
    this.store(index, this.scratch)
  }

  /** In place, for there are millions of trades. */
  addTrade(time: number, id: number, price: number, lots: number, takerBuys: boolean): void {
    const index = floor(time / this.step)
    if (!this.reach(index, price)) return
    const { data } = this
    const at = this.offset(index)
    if (data[at + COUNT] === 0) {
      data[at] = data[at + HIGH] = data[at + LOW] = price
      data[at + FIRST] = id
    }
    if (price > (data[at + HIGH] ?? NaN)) data[at + HIGH] = price
    if (price < (data[at + LOW] ?? NaN)) data[at + LOW] = price
    data[at + CLOSE] = price
    data[at + VOLUME] = (data[at + VOLUME] ?? NaN) + lots
    data[at + QUOTE] = (data[at + QUOTE] ?? NaN) + lots * price
    if (takerBuys) {
      data[at + TAKER_VOLUME] = (data[at + TAKER_VOLUME] ?? NaN) + lots
      data[at + TAKER_QUOTE] = (data[at + TAKER_QUOTE] ?? NaN) + lots * price
    }
    data[at + COUNT] = (data[at + COUNT] ?? NaN) + 1
    data[at + LAST] = id
  }

  /** Makes room for a bar, with empty ones between, each at the cost of the oldest when full; false when it is too old. */
  private reach(index: number, price: number): boolean {
    if (this.length === 0) this.start = index
    if (index >= this.start + this.length) {
      const close =
        this.length === 0 ? price : (this.data[this.offset(this.start + this.length - 1) + CLOSE] ?? NaN)
      // After a silence longer than all that is held, only its end is worth the work.
      if (index - this.start - this.length >= this.capacity) {
        this.start = index - this.capacity
        this.length = 0
      }
      while (index >= this.start + this.length) {
        this.store(this.start + this.length, flatBar(close))
        if (this.length < this.capacity) this.length++
        else this.start++
      }
    }
    return index >= this.start
  }

  private offset(index: number): number {
    return (((index % this.capacity) + this.capacity) % this.capacity) * WIDTH
  }

  private load(index: number, into: Bar): void {
    const { data } = this
    const at = this.offset(index)
    into.open = data[at] ?? NaN
    into.high = data[at + HIGH] ?? NaN
    into.low = data[at + LOW] ?? NaN
    into.close = data[at + CLOSE] ?? NaN
    into.volume = data[at + VOLUME] ?? NaN
    into.quote = data[at + QUOTE] ?? NaN
    into.takerVolume = data[at + TAKER_VOLUME] ?? NaN
    into.takerQuote = data[at + TAKER_QUOTE] ?? NaN
    into.count = data[at + COUNT] ?? NaN
    into.first = data[at + FIRST] ?? NaN
    into.last = data[at + LAST] ?? NaN
  }

  private store(index: number, bar: Bar): void {
    const { data } = this
    const at = this.offset(index)
    data[at] = bar.open
    data[at + HIGH] = bar.high
    data[at + LOW] = bar.low
    data[at + CLOSE] = bar.close
    data[at + VOLUME] = bar.volume
    data[at + QUOTE] = bar.quote
    data[at + TAKER_VOLUME] = bar.takerVolume
    data[at + TAKER_QUOTE] = bar.takerQuote
    data[at + COUNT] = bar.count
    data[at + FIRST] = bar.first
    data[at + LAST] = bar.last
  }
}

export class Bars {
  private readonly hours = new Series(HOUR, 1_110)
  private readonly minutes = new Series(MINUTE, 1_700)
  private readonly seconds = new Series(SECOND, 1_100)

  /** Adds trades of a stretch that lies within one bar of `span` ms; shorter bars are not told of it. */
  add(time: number, bar: Bar, span: number): void {
    if (span <= HOUR) this.hours.add(time, bar)
    if (span <= MINUTE) this.minutes.add(time, bar)
    if (span <= SECOND) this.seconds.add(time, bar)
  }

  addTrade(time: number, id: number, price: number, lots: number, takerBuys: boolean): void {
    this.hours.addTrade(time, id, price, lots, takerBuys)
    this.minutes.addTrade(time, id, price, lots, takerBuys)
    this.seconds.addTrade(time, id, price, lots, takerBuys)
  }

  /** How far back, at the most, klines of an interval can be told. */
  since(interval: Interval): number {
    const { hours, minutes, seconds } = this
    return interval === '1s' ? seconds.since : interval.endsWith('m') ? minutes.since : hours.since
  }

  /**
   * What was traded from `from` to before `to`, both on a whole second; flat at `price` if nothing was.
   * Undefined where the past is older than what is held. Of a past that is held in hours alone, each hour counts whole in the
   * stretch that it begins in, if that is an hour or longer: so days of a zone such as +05:30 leave nothing out.
   */
  between(from: number, to: number, price: number): Bar | undefined {
    const total = flatBar(price)
    const isLong = to - from >= HOUR
    for (let time = from; time < to;) {
      const hour = floor(time / HOUR) * HOUR
      const series = this.longest(time, to)
      if (series.since <= (isLong ? hour : from)) {
        series.addTo(total, time)
        time += series.step
      } else {
        if (!isLong || this.hours.since > time) return undefined
        if (time === hour) this.hours.addTo(total, time)
        time = hour + HOUR
      }
    }
    return total
  }

  /** The longest bars that fit. */
  private longest(from: number, to: number): Series {
    if (from % HOUR === 0 && from + HOUR <= to) return this.hours
    return from % MINUTE === 0 && from + MINUTE <= to ? this.minutes : this.seconds
  }
}
