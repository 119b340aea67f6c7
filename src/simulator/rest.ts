/**
 * The REST side: the same market, asked instead of watched.
 * Source: rest-api.md, General endpoints and Market Data endpoints; errors.md, 11xx.
 */
import type { SchedulerLike } from 'rxjs'
import type { Instrument } from './instrument.js'
import type { Limits } from './limits.js'
import { levels } from './payloads.js'
import { exchangeInfo } from './rest-exchange-info.js'
import { klines } from './rest-klines.js'
import { integer, invalidSymbol, legal, mandatory, type Query, readQuery, RestError } from './rest-query.js'
import type { SimulatedMarket } from './simulated-market.js'

/** An answer of the REST side; `body` is JSON text. */
export interface RestResponse {
  readonly status: number
  readonly body: string
}

export type RestHandler = (url: string) => RestResponse

/** Answers `/api/v3/…` with the market's state now. */
export function createRest(market: SimulatedMarket, scheduler: SchedulerLike, limits: Limits): RestHandler {
  const now = () => Math.floor(scheduler.now())

  const instrument = (query: Query): Instrument => {
    const symbol = mandatory(query, 'symbol')
    const found = market.instrument(legal('symbol', symbol))
    if (found === undefined) throw invalidSymbol()
    return found
  }

  const routes: Record<string, (query: Query) => string> = {
    '/api/v3/ping': () => '{}',
    '/api/v3/time': () => `{"serverTime":${now()}}`,
    '/api/v3/exchangeInfo': query => exchangeInfo(market.symbols, query, now(), limits),
    '/api/v3/depth': query => {
      const limit = Math.min(5_000, integer(query, 'limit') ?? 100)
      if (limit < 1) throw new RestError(-1130, "Data sent for parameter 'limit' is not valid.")
      const { book, listing } = instrument(query)
      return `{"lastUpdateId":${book.updateId},"bids":${levels(book.bids.top(limit), listing)},"asks":${levels(book.asks.top(limit), listing)}}`
    },
    '/api/v3/klines': query => klines(instrument(query), query, now()),
  }

  return url => {
    const [path = '', search = ''] = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').split(/\?(.*)/s)
    const route = routes[path]
    if (route === undefined) return { status: 404, body: '{"code":-1000,"msg":"Path not found."}' }
    try {
      return { status: 200, body: route(readQuery(search)) }
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      return { status: error.status, body: JSON.stringify({ code: error.code, msg: error.message }) }
    }
  }
}
