/** A quote: what is known of one symbol, updated by each of its events. */
import { type Kline } from 'rxmarket'
import { decimalsOf } from './decimals.js'
import { type Basis } from './basis.js'
import { type SymbolEvent } from './channels.js'

/** Sources of a price, best last. A price is replaced only by the same source or a better one. */
const SOURCES = ['mid', 'kline', 'ticker', 'trade'] as const
type PriceSource = (typeof SOURCES)[number]

export interface Quote {
  readonly symbol: string
  readonly price: number | undefined
  readonly source: PriceSource
  /** The direction of the last change of price. */
  readonly move: -1 | 0 | 1
  readonly basis: Basis
  /** The first price that was seen. */
  readonly startPrice: number | undefined
  /** Percent over 24 hours as reported by the exchange. */
  readonly dayChange: number | undefined
  readonly bid: number | undefined
  readonly ask: number | undefined
  readonly kline: Kline | undefined
  /** The most decimals and the highest price so far: columns only ever widen. */
  readonly decimals: number
  readonly highest: number
  /** Events so far. */
  readonly events: number
}

export const emptyQuote = (symbol: string, basis: Basis): Quote => ({
  symbol,
  price: undefined,
  source: 'mid',
  move: 0,
  basis,
  startPrice: undefined,
  dayChange: undefined,
  bid: undefined,
  ask: undefined,
  kline: undefined,
  decimals: 0,
  highest: 0,
  events: 0,
})

/** Returns the quote after an event of its symbol. */
export function quoteAfter(quote: Quote, event: SymbolEvent): Quote {
  const counted = { ...quote, events: quote.events + 1 }
  switch (event.type) {
    case 'ticker':
      return withBest(
        withPrice({ ...counted, dayChange: event.priceChangePercent }, event.price, 'ticker'),
        event.bidPrice,
        event.askPrice,
      )
    case 'miniTicker': {
      const dayChange = event.openPrice > 0 ? (event.price / event.openPrice - 1) * 100 : 0
      return withPrice({ ...counted, dayChange }, event.price, 'ticker')
    }
    case 'trade':
    case 'aggTrade':
      return withPrice(counted, event.price, 'trade')
    case 'bookTicker':
      return withBest(counted, event.bidPrice, event.askPrice)
    case 'depth':
      return withBest(counted, event.bids[0]?.[0], event.asks[0]?.[0])
    case 'kline':
      return event.freq === '1m'
        ? withPrice({ ...counted, kline: event }, event.closePrice, 'kline')
        : counted
    default:
      return counted
  }
}

/** Returns the change in percent since the quote's basis. */
export function changeOf({ basis, dayChange, price, startPrice }: Quote): number | undefined {
  if (basis === 'day') return dayChange
  return price === undefined || !startPrice ? undefined : (price / startPrice - 1) * 100
}

function withPrice(quote: Quote, price: number, source: PriceSource): Quote {
  if (quote.price !== undefined && SOURCES.indexOf(source) < SOURCES.indexOf(quote.source)) return quote
  return {
    ...quote,
    price,
    source,
    startPrice: quote.startPrice ?? price,
    move: quote.price === undefined || price === quote.price ? quote.move : price > quote.price ? 1 : -1,
    // A mid price can have one decimal more than the exchange's prices.
    decimals: source === 'mid' ? quote.decimals : Math.max(quote.decimals, decimalsOf(price)),
    highest: Math.max(quote.highest, price),
  }
}

function withBest(quote: Quote, bid: number | undefined, ask: number | undefined): Quote {
  if (!bid || !ask) return quote
  const decimals = Math.max(quote.decimals, decimalsOf(bid), decimalsOf(ask))
  return withPrice({ ...quote, bid, ask, decimals }, (bid + ask) / 2, 'mid')
}
