/** The settings of one symbol's market, all decided. */
import type { MarketProfile } from './market-profile.js'

/** A symbol that the exchange lists. `tick` and `lot` count 0.00000001, `price` counts ticks. */
export interface SymbolSpec extends MarketProfile {
  readonly symbol: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly tick: number
  readonly lot: number
  readonly price: number
  /** The highest price, in ticks. */
  readonly maxTicks: number
  /** Mean size of a taker order, in lots: about 500 of the quote asset. */
  readonly meanLots: number
  /** The largest order, in lots. */
  readonly maxLots: number
  readonly blockTradesPerMinute: number
  readonly levels: number
}

/** The lowest price that a market can be made at, in ticks. */
export const MIN_TICKS = 50

/** The minimum value of an order in the quote asset: `minNotional` of the filter `NOTIONAL`. */
export const MIN_NOTIONAL = 5
