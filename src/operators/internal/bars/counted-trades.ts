/** Recognizes trades that have been counted. */
import type { AnyTrade } from './bar.js'
import { priceOf, quantityOf } from './bar-options.js'
import { IdRanges, type Novelty } from './id-ranges.js'

/** The trades of one symbol that have been counted. */
export class CountedTrades {
  readonly #ids = new IdRanges()
  #areIdsUnique = true
  /**
   * The end of the newest range, ahead of that in {@link IdRanges} between two calls. NaN while
   * there is none.
   */
  #end = NaN
  // Of the newest trade by time: values, as an object that is replaced at each trade is costly to
  // collect.
  #time = -Infinity
  #first = NaN
  #last = NaN
  #price: unknown = NaN
  #quantity: unknown = NaN

  /**
   * Counts a trade, if it is new. One without ids is new, one without a time is unclear.
   *
   * @param first the first id of the trades that it is
   * @param last the last one
   */
  add(trade: AnyTrade, first: number, last: number): Novelty {
    const { tradeTime } = trade
    const isNext = first === this.#end + 1 && first <= last
    if (isNext && tradeTime >= this.#time && tradeTime < Infinity) {
      this.#end = last
      this.#setNewest(trade, first, last)
      return 'new'
    }
    return this.#addOther(trade, first, last)
  }

  /** A trade that is not the next one. */
  #addOther(trade: AnyTrade, first: number, last: number): Novelty {
    const { tradeTime } = trade
    if (!Number.isFinite(tradeTime)) return 'unclear'
    if (!(first <= last) || !this.#areIdsUnique) return 'new'
    this.#ids.extend(this.#end)
    const novelty = this.#ids.add(first, last)
    if (novelty !== 'new' && this.#time !== -Infinity) {
      if (first === this.#first && last === this.#last && this.#differs(trade)) {
        // Trades that a test makes up, all with the same id.
        this.#areIdsUnique = false
        this.#end = NaN
        return 'new'
      }
      if (tradeTime <= this.#time) return novelty
      // Later than all others, so none of them: the exchange numbers its trades from the beginning
      // again.
      this.#ids.clear()
      this.#ids.add(first, last)
    }
    this.#end = this.#ids.end
    if (tradeTime >= this.#time) this.#setNewest(trade, first, last)
    return 'new'
  }

  #setNewest(trade: AnyTrade, first: number, last: number): void {
    this.#time = trade.tradeTime
    this.#first = first
    this.#last = last
    this.#price = priceOf(trade)
    this.#quantity = quantityOf(trade)
  }

  /** Whether a trade of the newest one's id is another. As text, as a price may be an object. */
  #differs(trade: AnyTrade): boolean {
    return (
      trade.tradeTime !== this.#time ||
      String(priceOf(trade)) !== String(this.#price) ||
      String(quantityOf(trade)) !== String(this.#quantity)
    )
  }
}
