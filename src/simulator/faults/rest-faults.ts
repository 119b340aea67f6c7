/** Faults of REST: answers that fail, come late, or never come. */
import { anyText, count, duration, failureStatus, milliseconds, optional, text, whole } from './field.js'
import { failed, type RestResponse } from '../rest/response.js'
import { matcher } from './pattern.js'
import { countOf, type Counted, type FaultKind } from './stage.js'

/** A fault of the answers of some routes. */
interface OfRoute extends Counted {
  /** What follows `/api/v3/`, such as `depth` or `ticker/*`; each `*` stands for any text. @default each */
  readonly route?: string
}

/** Answers with an error: 429, 418, a 5xx or any other. It costs no weight. */
export interface RestErrorFault extends OfRoute {
  readonly fault: 'restError'
  /** From 400 to 599. */
  readonly status: number
  /** Seconds, in `Retry-After`. @default 60 with 429, 120 with 418, none otherwise */
  readonly retryAfter?: number
  /** @default the exchange's JSON for the status */
  readonly body?: string
}

/** Answers late. */
export interface RestDelayFault extends OfRoute {
  readonly fault: 'restDelay'
  /** Milliseconds. */
  readonly delay: number
}

/** Gives up after the exchange's own 10 seconds: 504 with code -1007. */
export interface RestTimeoutFault extends OfRoute {
  readonly fault: 'restTimeout'
}

/** Never answers, and leaves the line open. */
export interface RestHangFault extends OfRoute {
  readonly fault: 'restHang'
}

export type RestFault = RestErrorFault | RestDelayFault | RestTimeoutFault | RestHangFault

const ofRoute = { route: optional(text), count, for: duration }
/** rest-api.md, General API Information: "APIs have a timeout of 10 seconds". */
const TIMEOUT = 10_000

export const restError: FaultKind<RestErrorFault> = {
  fields: { ...ofRoute, status: failureStatus, retryAfter: optional(whole()), body: optional(anyText) },
  begin: ({ status, retryAfter, body, route = '*', ...counted }, { desk }) =>
    desk.rest.changes.add(
      { matches: matcher(route), change: () => failure(status, retryAfter, body) },
      countOf(counted),
    ),
  draw: chance => ({ status: chance.pick(418, 429, 500, 503), count: chance.whole(1, 3), for: 60_000 }),
}

export const restDelay: FaultKind<RestDelayFault> = {
  fields: { ...ofRoute, delay: milliseconds },
  begin: ({ delay, route = '*', ...counted }, { desk }) =>
    desk.rest.changes.add(
      { matches: matcher(route), change: answer => ({ ...answer(), delay }) },
      countOf(counted),
    ),
  draw: chance => ({ delay: chance.whole(100, 8_000), count: chance.whole(1, 3), for: 60_000 }),
}

export const restTimeout: FaultKind<RestTimeoutFault> = {
  fields: ofRoute,
  begin: ({ route = '*', ...counted }, { desk }) =>
    desk.rest.changes.add(
      { matches: matcher(route), change: () => ({ ...failure(504), delay: TIMEOUT }) },
      countOf(counted),
    ),
  draw: chance => ({ count: chance.whole(1, 2), for: 60_000 }),
}

export const restHang: FaultKind<RestHangFault> = {
  fields: ofRoute,
  begin: ({ route = '*', ...counted }, { desk }) =>
    desk.rest.changes.add(
      { matches: matcher(route), change: () => ({ ...failure(504), delay: Infinity }) },
      countOf(counted),
    ),
  draw: chance => ({ count: chance.whole(1, 2), for: 60_000 }),
}

/** What the exchange says with a status. Source: errors.md, 10xx; rest-api.md, HTTP Return Codes and IP Limits. */
function failure(status: number, retryAfter?: number, body?: string): RestResponse {
  const [code, msg, wait] = SAYINGS[status] ?? [
    -1000,
    'An unknown error occurred while processing the request.',
  ]
  const response = failed(status, code, msg, retryAfter ?? wait)
  return body === undefined ? response : { ...response, body }
}

const SAYINGS: Readonly<Record<number, readonly [code: number, msg: string, retryAfter?: number]>> = {
  418: [
    -1003,
    'Way too much request weight used; IP banned. Please use WebSocket Streams for live updates to avoid bans.',
    120,
  ],
  429: [
    -1003,
    'Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.',
    60,
  ],
  503: [-1008, 'Server is currently overloaded with other requests. Please try again in a few minutes.'],
  504: [
    -1007,
    'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
  ],
}
