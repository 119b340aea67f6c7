/**
 * The history of one symbol in bars of an hour, a minute and a second; klines and windows are sums
 * of them.
 */
import { HOUR, MINUTE, SECOND } from '../durations.js'
import { type Bar, flatBar } from './bar.js'
import { BarSeries } from './bar-series.js'
import type { Interval } from './intervals.js'

const { floor } = Math

export class Bars {
  readonly #hours = new BarSeries(HOUR, 1_110)
  readonly #minutes = new BarSeries(MINUTE, 1_700)
  readonly #seconds = new BarSeries(SECOND, 1_100)

  /** Adds the trades of a segment within one bar of `span` ms. Shorter bars do not include them. */
  add(time: number, bar: Bar, span: number): void {
    if (span <= HOUR) this.#hours.add(time, bar)
    if (span <= MINUTE) this.#minutes.add(time, bar)
    if (span <= SECOND) this.#seconds.add(time, bar)
  }

  addTrade(time: number, id: number, price: number, lots: number, takerBuys: boolean): void {
    this.#hours.addTrade(time, id, price, lots, takerBuys)
    this.#minutes.addTrade(time, id, price, lots, takerBuys)
    this.#seconds.addTrade(time, id, price, lots, takerBuys)
  }

  /** Open time of the oldest bar that klines of an interval are made of. */
  since(interval: Interval): number {
    const hours = this.#hours
    const minutes = this.#minutes
    const seconds = this.#seconds
    return interval === '1s' ? seconds.since : interval.endsWith('m') ? minutes.since : hours.since
  }

  /**
   * The trades from `from` to before `to`, both at a second's boundary; flat at `price` without
   * trades. Undefined where it begins before the oldest bar held. If only hours are held, an hour
   * counts entirely in the segment in which it begins, so that days of a zone such as +05:30 omit
   * nothing.
   */
  between(from: number, to: number, price: number): Bar | undefined {
    const total = flatBar(price)
    const isLong = to - from >= HOUR
    for (let time = from; time < to;) {
      const hour = floor(time / HOUR) * HOUR
      const series = this.#seriesFitting(time, to)
      if (series.since <= (isLong ? hour : from)) {
        series.addTo(total, time)
        time += series.barLength
      } else {
        if (!isLong || this.#hours.since > time) return undefined
        if (time === hour) this.#hours.addTo(total, time)
        time = hour + HOUR
      }
    }
    return total
  }

  /** The longest bars that fit. */
  #seriesFitting(from: number, to: number): BarSeries {
    if (from % HOUR === 0 && from + HOUR <= to) return this.#hours
    return from % MINUTE === 0 && from + MINUTE <= to ? this.#minutes : this.#seconds
  }
}
