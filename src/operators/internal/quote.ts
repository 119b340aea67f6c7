/** The best bid and ask of whatever event has them, and what is measured of them. */
import type { PriceLevel } from '../../model/event.js'
import type { Keyed } from './aggregate.js'

/** An event with a best bid and ask: a `bookTicker`, a `ticker` or a `depth`. */
export type Quote = { readonly symbol: string; readonly receivedAt: number } & (
  | { readonly bidPrice: number; readonly askPrice: number }
  | { readonly bids: readonly PriceLevel[]; readonly asks: readonly PriceLevel[] }
)

/** A measure of one quote. */
export interface QuoteMeasure extends Keyed<string, number> {
  /** The symbol. */
  readonly key: string
  /** The quote's: epoch milliseconds, our clock, as the exchange does not date its quotes. */
  readonly receivedAt: number
}

/** The best bid and ask; undefined when a side is empty (the exchange then says 0, or names no level). */
export function bestPrices(quote: Quote): { readonly bid: number; readonly ask: number } | undefined {
  const bid = 'bids' in quote ? quote.bids[0]?.[0] : quote.bidPrice
  const ask = 'asks' in quote ? quote.asks[0]?.[0] : quote.askPrice
  return bid !== undefined && ask !== undefined && bid > 0 && ask > 0 ? { bid, ask } : undefined
}
