/** Recognizes trades that have been counted. */
import { type AnyTrade, firstIdOf, lastIdOf } from './bar.js'
import { priceOf, quantityOf } from './bar-options.js'
import { IdRanges, type Novelty } from './id-ranges.js'

/** The trades of one symbol that have been counted. */
export class CountedTrades {
  readonly #ids = new IdRanges()
  #newest: AnyTrade | undefined
  #areIdsUnique = true

  /** Counts a trade, if it is new. One without ids is new, one without a time is unclear. */
  add(trade: AnyTrade): Novelty {
    if (!Number.isFinite(trade.tradeTime)) return 'unclear'
    const first = firstIdOf(trade)
    const last = lastIdOf(trade)
    if (!(first <= last) || !this.#areIdsUnique) return 'new'
    const newest = this.#newest
    const isNewest = newest === undefined || trade.tradeTime > newest.tradeTime
    const novelty = this.#ids.add(first, last)
    if (novelty !== 'new' && newest !== undefined) {
      if (hasSameId(trade, newest) && differs(trade, newest)) {
        // Trades that a test makes up, all with the same id.
        this.#areIdsUnique = false
        return 'new'
      }
      if (!isNewest) return novelty
      // Later than all others, so none of them: the exchange numbers its trades from the beginning
      // again.
      this.#ids.clear()
      this.#ids.add(first, last)
    }
    if (isNewest || trade.tradeTime === newest.tradeTime) this.#newest = trade
    return 'new'
  }
}

function hasSameId(a: AnyTrade, b: AnyTrade): boolean {
  return firstIdOf(a) === firstIdOf(b) && lastIdOf(a) === lastIdOf(b)
}

/** Whether two events with one id are different trades. As text, as a price may be an object. */
function differs(a: AnyTrade, b: AnyTrade): boolean {
  return (
    a.tradeTime !== b.tradeTime ||
    String(priceOf(a)) !== String(priceOf(b)) ||
    String(quantityOf(a)) !== String(quantityOf(b))
  )
}
