/**
 * The REST side: the same market, asked instead of watched.
 * Source: rest-api.md, General endpoints and Market Data endpoints; errors.md, 11xx.
 */
import type { SchedulerLike } from 'rxjs'
import type { FaultDesk } from './faults/fault-desk.js'
import type { Instrument } from './instrument.js'
import type { Limits } from './limits.js'
import type { Level } from './engine/ladder.js'
import { levels } from './payloads.js'
import { exchangeInfo } from './rest-exchange-info.js'
import { klines } from './rest-klines.js'
import { integer, invalidSymbol, legal, mandatory, type Query, readQuery, RestError } from './rest-query.js'
import { failed, json, type RestResponse } from './rest-response.js'
import type { SimulatedMarket } from './simulated-market.js'

const PREFIX = '/api/v3/'

export type RestHandler = (url: string) => RestResponse

/** Answers `/api/v3/…` with the market's state now. */
export function createRest(
  market: SimulatedMarket,
  scheduler: SchedulerLike,
  limits: Limits,
  faults: FaultDesk,
): RestHandler {
  const now = () => Math.floor(scheduler.now())
  const told = () => now() + faults.skew

  const instrument = (query: Query): Instrument => {
    const symbol = mandatory(query, 'symbol')
    const found = market.instrument(legal('symbol', symbol))
    if (found === undefined) throw invalidSymbol()
    return found
  }

  const routes: Record<string, (query: Query) => string> = {
    '/api/v3/ping': () => '{}',
    '/api/v3/time': () => `{"serverTime":${told()}}`,
    '/api/v3/exchangeInfo': query => exchangeInfo(market.symbols, query, told(), limits),
    '/api/v3/depth': query => {
      const limit = Math.min(5_000, integer(query, 'limit') ?? 100)
      if (limit < 1) throw new RestError(-1130, "Data sent for parameter 'limit' is not valid.")
      const found = instrument(query)
      const { lastUpdateId, bids, asks } = faults.rest.snapshot(found.listing.symbol) ?? found.depth(limit)
      const side = (all: readonly Level[]) => levels(all.slice(0, limit), found.listing)
      return `{"lastUpdateId":${lastUpdateId},"bids":${side(bids)},"asks":${side(asks)}}`
    },
    '/api/v3/klines': query => klines(instrument(query), query, now()),
  }

  return url => {
    const [path = '', search = ''] = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').split(/\?(.*)/s)
    const route = routes[path]
    if (route === undefined) return failed(404, -1000, 'Path not found.')
    return faults.rest.pass(path.slice(PREFIX.length), () => {
      try {
        return json(route(readQuery(search)))
      } catch (error) {
        if (!(error instanceof RestError)) throw error
        return failed(error.status, error.code, error.message)
      }
    })
  }
}
