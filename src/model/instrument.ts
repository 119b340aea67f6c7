/** Instruments: the listed symbols and what orders on them must respect. */

/**
 * A listed symbol. Steps and limits are the exchange's own text, which no double has rounded; a
 * step of `0.00000000` means that there is none.
 *
 * Source: rest-api.md, "Exchange information"; filters.md, `PRICE_FILTER`, `LOT_SIZE`, `NOTIONAL`.
 */
export interface Instrument {
  readonly type: 'instrument'
  /** The trading pair in upper case, such as `BTCUSDT`. */
  readonly symbol: string
  /** `TRADING`, `HALT`, `BREAK`, or a later one of the exchange's. */
  readonly status: string
  readonly baseAsset: string
  readonly quoteAsset: string
  /** The step between prices. */
  readonly tickSize: string
  readonly minPrice: string
  readonly maxPrice: string
  /** The step between quantities. */
  readonly lotSize: string
  readonly minQuantity: string
  readonly maxQuantity: string
  /**
   * The least value of an order, price times quantity; `undefined` where the exchange states none.
   */
  readonly minNotional: string | undefined
}
