/** A bar: what was traded in a stretch of one symbol's trades. */
import type { Trade } from '../../../model/event.js'
import { TradedTotal } from '../arithmetic/traded-total.js'

/**
 * A trade with a price and quantity of any type, as on a market with a `numeric` other than
 * `Number`.
 */
export type AnyTrade = Pick<Trade, 'symbol' | 'tradeTime' | 'isBuyerMaker'> &
  ({ readonly tradeId: number } | { readonly firstTradeId: number; readonly lastTradeId: number })

/** The source of bars: a trade, an aggregate trade or a block trade. */
export type BarTrade = AnyTrade & Pick<Trade, 'price' | 'quantity'>

/** The trades of a stretch of one symbol's trading. The names are those of a `Kline`. */
export interface Bar {
  readonly symbol: string
  /** The time of its first trade. */
  readonly openTime: number
  /** The time of its last trade. */
  readonly closeTime: number
  readonly firstTradeId: number
  readonly lastTradeId: number
  readonly openPrice: number
  readonly highPrice: number
  readonly lowPrice: number
  readonly closePrice: number
  /** Traded volume in the base asset. */
  readonly volume: number
  /** Traded volume in the quote asset. */
  readonly quoteVolume: number
  /** Base volume that takers bought. */
  readonly takerBuyVolume: number
  /** Quote volume that takers bought. */
  readonly takerBuyQuoteVolume: number
  /** Trades; an aggregate trade counts as many as it contains. */
  readonly tradeCount: number
  /** `false` for the last bar, which completion cut short. */
  readonly isClosed: boolean
  /**
   * The number of the symbol's trades, since the bar before this one, that arrived too late for
   * their bar. They are in no bar; `onLate` has them.
   */
  readonly late: number
  /** With `onGap: 'mark'`: whether trades of it are missing. */
  readonly isPartial?: boolean
}

/** The first id of the trades that a trade or an aggregate trade is. */
export function firstIdOf(trade: AnyTrade): number {
  return 'tradeId' in trade ? trade.tradeId : trade.firstTradeId
}

/** The last one. */
export function lastIdOf(trade: AnyTrade): number {
  return 'tradeId' in trade ? trade.tradeId : trade.lastTradeId
}

/**
 * A bar that grows. Its first and last trade are those by time and then by id, in whatever order
 * they arrive; its sums are exact (see {@link TradedTotal}).
 */
export class RunningBar {
  readonly #symbol: string
  // By what takers did, so that a trade is summed once.
  readonly #bought: TradedTotal
  readonly #sold: TradedTotal
  // By plain addition: nearly always these suffice to see that a bar is not full.
  #roughVolume = 0
  #roughValue = 0
  tradeCount = 0
  /** Whether a gap interrupted it. */
  isPartial = false
  openTime = Infinity
  closeTime = -Infinity
  #openId = Infinity
  /** The id of the trade that is the last by time. */
  closeId = -Infinity
  #firstId = Infinity
  #lastId = -Infinity
  #openPrice = NaN
  #highPrice = -Infinity
  #lowPrice = Infinity
  #closePrice = NaN

  /** @param before the symbol's bar before it, if any: its numbers have as many places */
  constructor(symbol: string, before?: RunningBar) {
    this.#symbol = symbol
    this.#bought = new TradedTotal(before === undefined ? undefined : before.#bought)
    this.#sold = new TradedTotal(before === undefined ? undefined : before.#sold)
  }

  /**
   * @param first the first id of the trades that it is
   * @param last the last one
   */
  add(trade: AnyTrade, first: number, last: number, price: number, quantity: number): void {
    const { tradeTime, isBuyerMaker } = trade
    if (tradeTime < this.openTime || (tradeTime === this.openTime && first < this.#openId)) {
      this.openTime = tradeTime
      this.#openId = first
      this.#openPrice = price
    }
    if (tradeTime > this.closeTime || (tradeTime === this.closeTime && last >= this.closeId)) {
      this.closeTime = tradeTime
      this.closeId = last
      this.#closePrice = price
    }
    if (first < this.#firstId) this.#firstId = first
    if (last > this.#lastId) this.#lastId = last
    if (price > this.#highPrice) this.#highPrice = price
    if (price < this.#lowPrice) this.#lowPrice = price
    this.tradeCount += last >= first ? last - first + 1 : 1
    this.#roughVolume += quantity
    this.#roughValue += price * quantity
    if (isBuyerMaker) this.#sold.add(price, quantity)
    else this.#bought.add(price, quantity)
  }

  get volume(): number {
    return this.#bought.baseWith(this.#sold)
  }

  get quoteVolume(): number {
    return this.#bought.quoteWith(this.#sold)
  }

  /** Whether the exact volume is at least `size`. */
  hasVolume(size: number): boolean {
    return !(this.#roughVolume < this.#roughly(size)) && this.volume >= size
  }

  /** Whether the exact value is at least `size`. */
  hasValue(size: number): boolean {
    return !(this.#roughValue < this.#roughly(size)) && this.quoteVolume >= size
  }

  /**
   * The lower bound of a plain sum if the exact one is `size`: each addition and each product
   * rounds once.
   */
  #roughly(size: number): number {
    return size * (1 - (this.tradeCount + 4) * Number.EPSILON)
  }

  toBar(isClosed: boolean, late: number): Bar {
    return {
      symbol: this.#symbol,
      openTime: this.openTime,
      closeTime: this.closeTime,
      firstTradeId: this.#firstId,
      lastTradeId: this.#lastId,
      openPrice: this.#openPrice,
      highPrice: this.#highPrice,
      lowPrice: this.#lowPrice,
      closePrice: this.#closePrice,
      volume: this.volume,
      quoteVolume: this.quoteVolume,
      takerBuyVolume: this.#bought.base(),
      takerBuyQuoteVolume: this.#bought.quote(),
      tradeCount: this.tradeCount,
      isClosed,
      late,
    }
  }
}
