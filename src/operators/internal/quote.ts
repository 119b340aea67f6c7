/** The best bid and ask of an event, and what is measured of them. */
import type { Book } from '../../model/book.js'
import type { Kind } from '../../model/channel.js'
import type { PriceLevel } from '../../model/event.js'
import type { Keyed } from './aggregate.js'
import { checkOptionalSelector } from './check-arguments.js'

/** An event with a bid and ask of any type, as on a market with a `numeric` other than `Number`. */
export interface AnyQuote {
  /** Not a `depthDiff`: its levels are the changed ones, not the best. */
  readonly type?: Exclude<Kind, 'depthDiff'> | Book['type'] | undefined
  readonly symbol: string
  readonly receivedAt: number
}

/**
 * An event with a best bid and ask: a `bookTicker`, a `ticker`, a `depth`, or a `book`, in which a
 * price may be unknown.
 */
export type Quote = AnyQuote &
  (
    | { readonly bidPrice: number | undefined; readonly askPrice: number | undefined }
    | { readonly bids: readonly PriceLevel[]; readonly asks: readonly PriceLevel[] }
  )

/** Selectors of the best bid and ask. */
export interface QuoteOptions<T> {
  /**
   * The best bid of an event; 0 or `NaN` where it has none. @default its `bidPrice`, or the price
   * of its first bid
   */
  readonly bid?: ((event: T) => number) | undefined
  /**
   * The best ask of an event; 0 or `NaN` where it has none. @default its `askPrice`, or the price
   * of its first ask
   */
  readonly ask?: ((event: T) => number) | undefined
}

/** Options for events with prices that are not numbers. */
export interface AnyQuoteOptions<T> {
  readonly bid: (event: T) => number
  readonly ask: (event: T) => number
}

/** A measure of one quote. */
export interface QuoteMeasure extends Keyed<string, number> {
  /** The symbol. */
  readonly key: string
  /** The quote's: epoch milliseconds, our clock, as the exchange does not date its quotes. */
  readonly receivedAt: number
}

export function checkQuoteOptions(operator: string, { bid, ask }: QuoteOptions<never>): void {
  checkOptionalSelector(operator, 'bid', bid, undefined, 'bidPrice')
  checkOptionalSelector(operator, 'ask', ask, undefined, 'askPrice')
}

/**
 * Measures a quote; `undefined` where a side is empty or not known: it then is 0, `undefined`, or
 * without a level.
 */
export function measureQuote<T extends AnyQuote>(
  { bid: readBid = bidOf, ask: readAsk = askOf }: QuoteOptions<T>,
  measure: (bid: number, ask: number) => number,
): (quote: T) => QuoteMeasure | undefined {
  return quote => {
    const bid = readBid(quote)
    const ask = readAsk(quote)
    if (!(bid > 0 && ask > 0)) return undefined
    return { key: quote.symbol, value: measure(bid, ask), receivedAt: quote.receivedAt }
  }
}

function bidOf(event: AnyQuote): number {
  const quote = event as Quote
  return ('bids' in quote ? quote.bids[0]?.[0] : quote.bidPrice) ?? 0
}

function askOf(event: AnyQuote): number {
  const quote = event as Quote
  return ('asks' in quote ? quote.asks[0]?.[0] : quote.askPrice) ?? 0
}
