/** A quote: what the events of one symbol have said of it, and what each changes in that. */
import { type Kline } from 'rxmarket'
import { decimalsOf } from '../decimals.js'
import { type SymbolEvent } from './plan.js'

/** Where a price came from, best last: a price gives way to one of the same source or a better one. */
const SOURCES = ['mid', 'kline', 'ticker', 'trade'] as const
type PriceSource = (typeof SOURCES)[number]

/** What a change is measured from: 24 hours ago where a ticker says it, else the first price that was seen. */
export type Basis = 'day' | 'start'

export interface Quote {
  readonly symbol: string
  readonly price: number | undefined
  readonly source: PriceSource
  /** The direction of the last change of price. */
  readonly move: -1 | 0 | 1
  readonly basis: Basis
  /** The first price that was seen. */
  readonly startPrice: number | undefined
  /** Percent over 24 hours as the exchange says it, once it has. */
  readonly dayChange: number | undefined
  readonly bid: number | undefined
  readonly ask: number | undefined
  readonly kline: Kline | undefined
  /** The most decimals and the greatest number seen so far: columns only ever widen. */
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

/** The quote after an event of its symbol. */
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

/** Percent since the quote's basis. */
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
    // A mid price has a decimal that the exchange's prices do not have.
    decimals: source === 'mid' ? quote.decimals : Math.max(quote.decimals, decimalsOf(price)),
    highest: Math.max(quote.highest, price),
  }
}

function withBest(quote: Quote, bid: number | undefined, ask: number | undefined): Quote {
  if (!bid || !ask) return quote
  const decimals = Math.max(quote.decimals, decimalsOf(bid), decimalsOf(ask))
  return withPrice({ ...quote, bid, ask, decimals }, (bid + ask) / 2, 'mid')
}
