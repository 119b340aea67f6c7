/** The klines of one symbol that are still open. */
import type { Kline } from '../../../model/event.js'
import type { Freq } from '../../../model/freq.js'
import { type TimeRange, intervalAt } from '../../../model/time-range.js'
import type { OnGap } from '../gaps/on-gap.js'
import { type AnyTrade, firstIdOf, lastIdOf, RunningBar } from './bar.js'
import { type BarOptions, priceOf, quantityOf } from './bar-options.js'
import { CountedTrades } from './counted-trades.js'

/** A kline made of trades. */
export interface TradeKline extends Kline {
  /**
   * The number of the symbol's trades, since the kline before this one, that arrived too late for
   * their kline. They are in no kline; `onLate` has them. The sum over all klines is their number.
   */
  readonly late: number
  /** With `onGap: 'mark'`: whether trades of it are missing. */
  readonly isPartial?: boolean
}

interface KlineTimes {
  readonly eventTime: number
  readonly receivedAt: number
}

interface OpenKline<T> {
  readonly bar: RunningBar
  readonly interval: TimeRange
  /** The trade that arrived last. */
  last: T
}

/** No klines: most trades close none. */
const NONE: readonly never[] = []

/** Adds trades to the klines of their intervals, and closes past klines. */
export class OpenKlines<T extends AnyTrade & KlineTimes> {
  readonly #freq: Freq
  readonly #lateness: number
  readonly #price: (trade: T) => number
  readonly #quantity: (trade: T) => number
  readonly #onLate: ((trade: T) => void) | undefined
  readonly #onGap: OnGap
  readonly #counted = new CountedTrades()
  /** By interval, the earliest first: one, and with lateness a few. */
  readonly #open: OpenKline<T>[] = []
  /** Intervals that end at this time or before are closed. */
  #watermark = -Infinity
  #late = 0
  /** The newest bar. */
  #newest: RunningBar | undefined
  /** Whether the kline of the next trade lacks earlier trades. */
  #isInterrupted = false

  constructor(
    freq: Freq,
    lateness: number,
    { price = priceOf, quantity = quantityOf, onLate, onGap = 'ignore' }: BarOptions<T>,
  ) {
    this.#freq = freq
    this.#lateness = lateness
    this.#price = price
    this.#quantity = quantity
    this.#onLate = onLate
    this.#onGap = onGap
  }

  /** Adds a trade; returns the klines that it closes. */
  add(trade: T): readonly TradeKline[] {
    const { tradeTime } = trade
    const first = firstIdOf(trade)
    const last = lastIdOf(trade)
    const novelty = this.#counted.add(trade, first, last)
    if (novelty === 'known') return NONE
    if (novelty === 'unclear') return this.#reject(trade)
    const kline = this.#klineAt(trade)
    if (kline === undefined) return this.#reject(trade)
    if (this.#isInterrupted) kline.bar.isPartial = true
    this.#isInterrupted = false
    kline.bar.add(trade, first, last, this.#price(trade), this.#quantity(trade))
    kline.last = trade
    this.#watermark = Math.max(this.#watermark, tradeTime - this.#lateness)
    return (this.#open[0]?.interval.end ?? Infinity) <= this.#watermark ? this.#close(trade) : NONE
  }

  /** Trades are missing in the open klines or in that of the next trade. */
  interrupt(): void {
    this.#isInterrupted = true
    for (const { bar } of this.#open) bar.isPartial = true
  }

  /** Ends all that are open. */
  closeAll(): TradeKline[] {
    return this.#emitted(this.#open.splice(0)).map(kline => this.#toKline(kline, kline.last, false))
  }

  /** The kline of a trade's interval, opened if need be; `undefined` when it is closed. */
  #klineAt(trade: T): OpenKline<T> | undefined {
    const { tradeTime, symbol } = trade
    const open = this.#open
    let index = open.length
    for (; index > 0; index--) {
      const kline = open[index - 1]
      if (kline === undefined || tradeTime >= kline.interval.end) break
      if (tradeTime >= kline.interval.start) return kline
    }
    const interval = intervalAt(this.#freq, tradeTime)
    if (interval.end <= this.#watermark) return undefined
    this.#newest = new RunningBar(symbol, this.#newest)
    const kline = { bar: this.#newest, interval, last: trade }
    open.splice(index, 0, kline)
    return kline
  }

  #reject(trade: T): readonly never[] {
    this.#late++
    this.#onLate?.(trade)
    return NONE
  }

  #close(trade: T): TradeKline[] {
    const isOver = (kline: OpenKline<T>): boolean => kline.interval.end <= this.#watermark
    const count = this.#open.filter(isOver).length
    return this.#emitted(this.#open.splice(0, count)).map(kline => this.#toKline(kline, trade, true))
  }

  /** Leaves out klines that a gap interrupted, if they are discarded. */
  #emitted(klines: OpenKline<T>[]): OpenKline<T>[] {
    return this.#onGap === 'reset' ? klines.filter(({ bar }) => !bar.isPartial) : klines
  }

  #toKline({ bar, interval }: OpenKline<T>, { eventTime, receivedAt }: T, isClosed: boolean): TradeKline {
    const late = this.#late
    this.#late = 0
    return {
      type: 'kline',
      eventTime,
      receivedAt,
      freq: this.#freq,
      timeZone: '+00:00',
      ...bar.toBar(isClosed, late),
      openTime: interval.start,
      closeTime: interval.end - 1,
      ...(this.#onGap === 'mark' && { isPartial: bar.isPartial }),
    }
  }
}
