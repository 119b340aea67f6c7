/**
 * The REST side: the same market, asked instead of watched.
 * Source: rest-api.md, General endpoints and Market Data endpoints; errors.md, 11xx.
 */
import type { SchedulerLike } from 'rxjs'
import type { FaultDesk } from '../faults/fault-desk.js'
import type { Limits } from '../limits.js'
import { depth } from './depth.js'
import { exchangeInfo } from './exchange-info.js'
import { executionRules } from './execution-rules.js'
import { klines } from './klines.js'
import { referencePrice, referencePriceCalculation } from './reference-price.js'
import { readQuery, RestError } from './query.js'
import type { Unit } from '../payloads.js'
import { failed, json, type RestResponse } from './response.js'
import type { Asked, Route } from './route.js'
import { avgPrice, bookTicker, ticker24hr, tickerOfDay, tickerOfWindow, tickerPrice } from './tickers.js'
import { aggTrades, historicalBlockTrades, historicalTrades, trades } from './trades.js'
import { Weights } from './weights.js'

/** Who asks, and how. */
export interface RestRequest {
  /** Whose weight it costs: over a port the client's address. @default memory */
  readonly caller?: string
  /** By name in lower case. `x-mbx-time-unit: MICROSECOND` asks for times in microseconds. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

export type RestHandler = (url: string, request?: RestRequest) => RestResponse

const PREFIX = '/api/v3/'

/** Of a request that cannot be read. */
const LEAST_WEIGHT = 1

const routes: ReadonlyMap<string, Route> = new Map([
  ['ping', { parameters: [], weight: () => 1, answer: () => '{}' }],
  [
    'time',
    { parameters: [], weight: () => 1, answer: ({ clock, unit }) => `{"serverTime":${clock * unit}}` },
  ],
  ['exchangeInfo', exchangeInfo],
  ['executionRules', executionRules],
  ['depth', depth],
  ['trades', trades],
  ['historicalTrades', historicalTrades],
  ['historicalBlockTrades', historicalBlockTrades],
  ['aggTrades', aggTrades],
  ['klines', klines],
  ['uiKlines', klines],
  ['avgPrice', avgPrice],
  ['ticker/24hr', ticker24hr],
  ['ticker/tradingDay', tickerOfDay],
  ['ticker', tickerOfWindow],
  ['ticker/price', tickerPrice],
  ['ticker/bookTicker', bookTicker],
  ['referencePrice', referencePrice],
  ['referencePrice/calculation', referencePriceCalculation],
])

/** Answers `/api/v3/…` with the market's state now. */
export function createRest(
  market: Asked,
  scheduler: SchedulerLike,
  limits: Limits,
  faults: FaultDesk,
): RestHandler {
  const weights = new Weights(limits)

  return (url, { caller = 'memory', headers = {} } = {}) => {
    const [path = '', search = ''] = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').split(/\?(.*)/s)
    const name = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined
    const now = Math.floor(scheduler.now())

    const understand = () => {
      const unit = unitOf(headers['x-mbx-time-unit'])
      const route = routes.get(name ?? '')
      if (route === undefined) throw new RestError(-1000, 'Path not found.', 404)
      const query = readQuery(search, route.parameters)
      const clock = now + faults.skew
      const question = { query, market, limits, faults: faults.rest, now, clock, unit } as const
      return { weight: route.weight(query), answer: () => route.answer(question) }
    }
    return faults.rest.pass(name ?? path, () => {
      const { weight, answer } = understoodOrNot(understand)
      return weights.charge(caller, weight, now, () => answeredOrRefused(answer))
    })
  }
}

/** Source: errors.md, -1194. */
function unitOf(header: string | readonly string[] = 'MILLISECOND'): Unit {
  if (/^millisecond$/i.test(String(header))) return 1
  if (/^microsecond$/i.test(String(header))) return 1000
  throw new RestError(-1194, 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.')
}

/** What a request weighs, and how it is answered. */
interface Understood {
  readonly weight: number
  readonly answer: () => string
}

/** A request that cannot be read weighs the least, and is answered with why. */
function understoodOrNot(understand: () => Understood): Understood {
  try {
    return understand()
  } catch (error) {
    return {
      weight: LEAST_WEIGHT,
      answer() {
        throw error
      },
    }
  }
}

function answeredOrRefused(answer: () => string): RestResponse {
  try {
    return json(answer())
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    return failed(error.status, error.code, error.message)
  }
}
