/**
 * REST: responds with the market's present state.
 * Source: rest-api.md, General endpoints and Market Data endpoints; errors.md, 10xx and 11xx.
 */
import type { SchedulerLike } from 'rxjs'
import { checkOptions } from '../../validation/check.js'
import type { ActiveFaults } from '../faults/active/active-faults.js'
import type { Limits } from '../limits.js'
import type { Unit } from '../streams/unit.js'
import { readQuery, RestError } from './query.js'
import {
  failed,
  json,
  methodNotAllowed,
  preflight,
  type RestResponse,
  withHeaders,
  withoutBody,
} from './response.js'
import type { DepthSnapshots, MarketReader, RouteContext } from './route.js'
import { routes } from './routes.js'
import { WeightLimiter } from './weight-limiter.js'
import { monotonicNow } from '../../clock/monotonic.js'

/** The circumstances of a request. */
export interface RestRequest {
  /** `GET`, `HEAD` or `OPTIONS`; others get 405. @default GET */
  readonly method?: string
  /** The client that pays the weight: over a port the client's address. @default memory */
  readonly caller?: string
  /** By name in lower case. `x-mbx-time-unit: MICROSECOND` requests times in microseconds. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

export type RestHandler = (url: string, request?: RestRequest) => RestResponse

export interface RestOptions {
  readonly market: MarketReader
  /** Books that `depth` serves in place of the market's. */
  readonly snapshots: DepthSnapshots
  readonly scheduler: SchedulerLike
  readonly limits: Limits
  readonly faults: ActiveFaults
  /** Whether `/api/v1/` is served like `/api/v3/`. */
  readonly legacy: boolean
  /** Receives unforeseen errors, which are defects of the exchange. */
  readonly onError: (error: unknown) => void
}

/** Weight of an invalid request. */
const MIN_WEIGHT = 1

export function createRest({
  market,
  snapshots,
  scheduler,
  limits,
  faults,
  legacy,
  onError,
}: RestOptions): RestHandler {
  const limiter = new WeightLimiter(limits)
  const prefix = legacy ? /^\/api\/v[13]\// : /^\/api\/v3\//

  return (url, request = {}) => {
    const given: unknown = request
    checkOptions('rest', given, ['method', 'caller', 'headers'])
    const { method = 'GET', caller = 'memory', headers = {} } = request
    if (method === 'OPTIONS') return preflight(headers['access-control-request-headers'])
    if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed()
    const [path = '', search = ''] = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').split(/\?(.*)/s)
    const name = prefix.test(path) ? path.replace(prefix, '') : undefined
    const now = Math.floor(scheduler.now())
    const clock = now + faults.skew

    const response = faults.rest.respond(name ?? path, () => {
      const { weight, respond } = parseRequest(name ?? '', search, () => ({
        market,
        snapshots,
        limits,
        faults: faults.rest,
        now,
        clock,
        unit: parseUnit(headers['x-mbx-time-unit']),
      }))
      return limiter.charge(caller, weight, { now, monotonic: monotonicNow(scheduler) }, () =>
        toResponse(respond, onError),
      )
    })
    const dated = withHeaders(response, { date: new Date(now).toUTCString() })
    return method === 'HEAD' ? withoutBody(dated) : dated
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

function toResponse(respond: () => string, onError: (error: unknown) => void): RestResponse {
  try {
    return json(respond())
  } catch (error) {
    if (error instanceof RestError) return failed(error.status, error.code, error.message)
    onError(error)
    return failed(500, -1000, 'An unknown error occurred while processing the request.')
  }
}
