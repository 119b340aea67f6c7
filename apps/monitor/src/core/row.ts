/** A row: what is known of one symbol, and what each event changes in it. */
import { type Kline, type MarketEvent } from 'rxmarket'
import { decimalsOf } from '../decimals.js'

/** Where a price came from, best last: a price gives way to one of the same source or a better one. */
const SOURCES = ['mid', 'kline', 'ticker', 'trade'] as const
type PriceSource = (typeof SOURCES)[number]

export interface Row {
  readonly symbol: string
  readonly price: number | undefined
  readonly source: PriceSource
  /** The direction of the last change of price. */
  readonly move: -1 | 0 | 1
  /** What a change is measured from: 24 hours ago where a ticker says it, else the first price that was seen. */
  readonly basis: 'day' | 'start'
  /** The first price that was seen. */
  readonly startPrice: number | undefined
  /** Percent over 24 hours as the exchange says it, once it has. */
  readonly dayChange: number | undefined
  readonly bid: number | undefined
  readonly ask: number | undefined
  readonly kline: Kline | undefined
  /** The price at each of the last seconds, oldest first. */
  readonly history: readonly number[]
  /** The most decimals and the greatest number seen so far: columns only ever widen. */
  readonly decimals: number
  readonly highest: number
  /** Events so far, in the running second, and in the last whole one. */
  readonly events: number
  readonly counted: number
  readonly rate: number
  /** The side of the threshold on which the last move alert was said. */
  readonly told: -1 | 0 | 1
  /** Whether its silence was told of. */
  readonly isSilent: boolean
}

const HISTORY = 60

export const emptyRow = (symbol: string, basis: Row['basis']): Row => ({
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
  history: [],
  decimals: 0,
  highest: 0,
  events: 0,
  counted: 0,
  rate: 0,
  told: 0,
  isSilent: false,
})

/** The row after an event of its symbol. */
export function rowAfter(row: Row, event: MarketEvent): Row {
  const counted = { ...row, events: row.events + 1, counted: row.counted + 1, isSilent: false }
  switch (event.type) {
    case 'ticker':
      return withQuote(
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
      return withQuote(counted, event.bidPrice, event.askPrice)
    case 'depth':
      return withQuote(counted, event.bids[0]?.[0], event.asks[0]?.[0])
    case 'kline':
      return event.freq === '1m'
        ? withPrice({ ...counted, kline: event }, event.closePrice, 'kline')
        : counted
    default:
      return counted
  }
}

/** The row when a whole second has passed. */
export function rowAfterSecond(row: Row): Row {
  const history = row.price === undefined ? row.history : [...row.history, row.price].slice(-HISTORY)
  return { ...row, history, rate: row.counted, counted: 0 }
}

/** Percent since the row's basis. */
export function changeOf({ basis, dayChange, price, startPrice }: Row): number | undefined {
  if (basis === 'day') return dayChange
  return price === undefined || !startPrice ? undefined : (price / startPrice - 1) * 100
}

function withPrice(row: Row, price: number, source: PriceSource): Row {
  if (row.price !== undefined && SOURCES.indexOf(source) < SOURCES.indexOf(row.source)) return row
  return {
    ...row,
    price,
    source,
    startPrice: row.startPrice ?? price,
    move: row.price === undefined || price === row.price ? row.move : price > row.price ? 1 : -1,
    // A mid price has a decimal that the exchange's prices do not have.
    decimals: source === 'mid' ? row.decimals : Math.max(row.decimals, decimalsOf(price)),
    highest: Math.max(row.highest, price),
  }
}

function withQuote(row: Row, bid: number | undefined, ask: number | undefined): Row {
  if (!bid || !ask) return row
  const decimals = Math.max(row.decimals, decimalsOf(bid), decimalsOf(ask))
  return withPrice({ ...row, bid, ask, decimals }, (bid + ask) / 2, 'mid')
}
