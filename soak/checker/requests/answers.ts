/** The exchange's REST answers, decoded from its documentation, by stream. */
import type { HttpResponse } from '../../../src/index.js'
import type { Fields } from '../payloads.js'

type Decode = (row: never, symbol: string) => readonly [id: number, event: Fields]

interface TradeRow {
  readonly id: number
  readonly price: string
  readonly qty: string
  readonly time: number
  readonly isBuyerMaker: boolean
}

interface AggregateRow {
  readonly a: number
  readonly p: string
  readonly q: string
  readonly f: number
  readonly l: number
  readonly T: number
  readonly m: boolean
}

type KlineRow = readonly [
  openTime: number,
  open: string,
  high: string,
  low: string,
  close: string,
  volume: string,
  closeTime: number,
  quoteVolume: string,
  tradeCount: number,
  takerBuyVolume: string,
  takerBuyQuoteVolume: string,
]

/** A request, as its URL states it. */
export interface AskedFor {
  /** The path after `/api/v3/`. */
  readonly route: string
  readonly query: URLSearchParams
}

export function askedFor(url: string): AskedFor {
  const { pathname, searchParams } = new URL(url, 'http://exchange.local')
  return { route: pathname.replace('/api/v3/', ''), query: searchParams }
}

export class Answers {
  readonly #numeric: (text: string) => unknown
  /** By stream and id. */
  readonly #events = new Map<string, Map<number, Fields>>()

  /** @param numeric converts decimals */
  constructor(numeric: (text: string) => unknown) {
    this.#numeric = numeric
  }

  add({ route, query }: AskedFor, { status, body }: HttpResponse): void {
    const stream = streamAskedFor({ route, query })
    if (status !== 200 || stream === undefined) return
    const symbol = query.get('symbol') ?? ''
    const events = this.#events.get(stream) ?? new Map<number, Fields>()
    this.#events.set(stream, events)
    const decode = this.#decoderOf(route)
    for (const row of JSON.parse(body) as readonly never[]) {
      const [id, event] = decode(row, symbol)
      events.set(id, event)
    }
  }

  /** The exchange's latest answer for an id, as the expected event. */
  find(stream: string, id: number): Fields | undefined {
    return this.#events.get(stream)?.get(id)
  }

  /** The newest id that was answered of a stream. */
  newestOf(stream: string): number {
    return Math.max(...(this.#events.get(stream)?.keys() ?? []))
  }

  #decoderOf(route: string): Decode {
    const numeric = this.#numeric
    if (route === 'klines') {
      return (row: KlineRow, symbol) => {
        const [openTime, open, high, low, close, volume, closeTime, quote, tradeCount, taker, takerQuote] =
          row
        const prices = { openPrice: numeric(open), highPrice: numeric(high), lowPrice: numeric(low) }
        const volumes = { volume: numeric(volume), quoteVolume: numeric(quote), tradeCount }
        const takers = { takerBuyVolume: numeric(taker), takerBuyQuoteVolume: numeric(takerQuote) }
        const times = { openTime, closeTime, eventTime: closeTime }
        return [
          openTime,
          { symbol, ...times, ...prices, closePrice: numeric(close), ...volumes, ...takers, isClosed: true },
        ]
      }
    }
    if (route === 'aggTrades') {
      return ({ a, p, q, f, l, T, m }: AggregateRow, symbol) => {
        const ids = { aggregateTradeId: a, firstTradeId: f, lastTradeId: l }
        const deal = { price: numeric(p), quantity: numeric(q), tradeTime: T, eventTime: T, isBuyerMaker: m }
        return [a, { symbol, ...ids, ...deal }]
      }
    }
    return ({ id, price, qty, time, isBuyerMaker }: TradeRow, symbol) => {
      const deal = { price: numeric(price), quantity: numeric(qty), isBuyerMaker }
      return [id, { symbol, tradeId: id, ...deal, tradeTime: time, eventTime: time }]
    }
  }
}

/** The stream that has the same events; `undefined` for requests of other things. */
export function streamAskedFor({ route, query }: AskedFor): string | undefined {
  const suffix = streamSuffix(route, query)
  return suffix === undefined ? undefined : `${query.get('symbol')?.toLowerCase()}@${suffix}`
}

function streamSuffix(route: string, query: URLSearchParams): string | undefined {
  if (route === 'trades' || route === 'historicalTrades') return 'trade'
  if (route === 'aggTrades') return 'aggTrade'
  if (route !== 'klines') return undefined
  const timeZone = query.get('timeZone')
  const zone = timeZone === null || /^\+?0+(:00)?$/.test(timeZone) ? '' : '@+08:00'
  return `kline_${query.get('interval')}${zone}`
}
