/**
 * REST: responds with the market's present state.
 * Source: rest-api.md, General endpoints and Market Data endpoints; errors.md, 11xx.
 */
import type { SchedulerLike } from 'rxjs'
import type { ActiveFaults } from '../faults/active/active-faults.js'
import type { Limits } from '../limits.js'
import type { Unit } from '../streams/unit.js'
import { readQuery, RestError } from './query.js'
import { failed, json, type RestResponse } from './response.js'
import type { MarketReader, RouteContext } from './route.js'
import { routes } from './routes.js'
import { WeightLimiter } from './weight-limiter.js'

/** The circumstances of a request. */
export interface RestRequest {
  /** Whose weight it costs: over a port the client's address. @default memory */
  readonly caller?: string
  /** By name in lower case. `x-mbx-time-unit: MICROSECOND` requests times in microseconds. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

export type RestHandler = (url: string, request?: RestRequest) => RestResponse

const PREFIX = '/api/v3/'

/** Weight of an invalid request. */
const MIN_WEIGHT = 1

export function createRest(
  market: MarketReader,
  scheduler: SchedulerLike,
  limits: Limits,
  faults: ActiveFaults,
): RestHandler {
  const limiter = new WeightLimiter(limits)

  return (url, { caller = 'memory', headers = {} } = {}) => {
    const [path = '', search = ''] = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').split(/\?(.*)/s)
    const name = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined
    const now = Math.floor(scheduler.now())
    const clock = now + faults.skew

    return faults.rest.respond(name ?? path, () => {
      const { weight, respond } = parseRequest(name ?? '', search, () => ({
        market,
        limits,
        faults: faults.rest,
        now,
        clock,
        unit: parseUnit(headers['x-mbx-time-unit']),
      }))
      return limiter.charge(caller, weight, now, () => toResponse(respond))
    })
  }
}

interface ParsedRequest {
  readonly weight: number
  /** JSON; throws `RestError`. */
  readonly respond: () => string
}

/** An invalid request has the smallest weight, and its error as the response. */
function parseRequest(
  name: string,
  search: string,
  createContext: () => Omit<RouteContext, 'query'>,
): ParsedRequest {
  try {
    const base = createContext()
    const route = routes.get(name)
    if (route === undefined) throw new RestError(-1000, 'Path not found.', 404)
    const context = { ...base, query: readQuery(search, route.parameters) }
    return { weight: route.weight(context.query), respond: () => route.respond(context) }
  } catch (error) {
    return {
      weight: MIN_WEIGHT,
      respond() {
        throw error
      },
    }
  }
}

/** Source: errors.md, -1194. */
function parseUnit(header: string | readonly string[] = 'MILLISECOND'): Unit {
  if (/^millisecond$/i.test(String(header))) return 1
  if (/^microsecond$/i.test(String(header))) return 1000
  throw new RestError(-1194, 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.')
}

function toResponse(respond: () => string): RestResponse {
  try {
    return json(respond())
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    return failed(error.status, error.code, error.message)
  }
}
