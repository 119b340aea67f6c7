/** Faults of REST: responses that fail, are late, or never come. */
import { failed, type RestResponse } from '../../rest/response.js'
import { maxUses } from '../active/limited-uses.js'
import type { ChangeResponse } from '../active/rest-faults.js'
import type { FaultContext, FaultDefinition, WithCount } from './definition.js'
import {
  anyString,
  count,
  duration,
  failureStatus,
  integer,
  milliseconds,
  nonEmptyString,
  optional,
} from './fields.js'

interface RouteTarget extends WithCount {
  /**
   * The path after `/api/v3/`, such as `depth` or `ticker/*`; each `*` matches any text.
   * @default every route
   */
  readonly route?: string
}

/** Responds with an error: 429, 418, a 5xx or any other. It costs no weight. */
export interface RestErrorFault extends RouteTarget {
  readonly fault: 'restError'
  /** From 400 to 599. */
  readonly status: number
  /** Seconds, in `Retry-After`. @default 60 with 429, 120 with 418, none otherwise */
  readonly retryAfter?: number
  /** @default the exchange's JSON for the status */
  readonly body?: string
}

/** Delays responses. */
export interface RestDelayFault extends RouteTarget {
  readonly fault: 'restDelay'
  /** Milliseconds. */
  readonly delay: number
}

/** Responds as after the exchange's own timeout of 10 seconds: 504 with code -1007. */
export interface RestTimeoutFault extends RouteTarget {
  readonly fault: 'restTimeout'
}

/** Never responds, and leaves the connection open. */
export interface RestHangFault extends RouteTarget {
  readonly fault: 'restHang'
}

export type RestFault = RestErrorFault | RestDelayFault | RestTimeoutFault | RestHangFault

const target = { route: optional(nonEmptyString), count, for: duration }
/** rest-api.md, General API Information: "APIs have a timeout of 10 seconds". */
const TIMEOUT = 10_000

export const restError: FaultDefinition<RestErrorFault> = {
  fields: { ...target, status: failureStatus, retryAfter: optional(integer()), body: optional(anyString) },
  start(fault, context) {
    const { status, retryAfter, body } = fault
    return change(fault, context, () => errorResponse(status, retryAfter, body))
  },
  sample: random => ({
    status: random.pick(418, 429, 500, 503),
    count: random.integer(1, 3),
    for: 60_000,
  }),
}

export const restDelay: FaultDefinition<RestDelayFault> = {
  fields: { ...target, delay: milliseconds },
  start: (fault, context) => change(fault, context, respond => ({ ...respond(), delay: fault.delay })),
  sample: random => ({ delay: random.integer(100, 8_000), count: random.integer(1, 3), for: 60_000 }),
}

export const restTimeout: FaultDefinition<RestTimeoutFault> = {
  fields: target,
  start: (fault, context) => change(fault, context, () => ({ ...errorResponse(504), delay: TIMEOUT })),
  sample: random => ({ count: random.integer(1, 2), for: 60_000 }),
}

export const restHang: FaultDefinition<RestHangFault> = {
  fields: target,
  start: (fault, context) => change(fault, context, () => ({ ...errorResponse(504), delay: Infinity })),
  sample: random => ({ count: random.integer(1, 2), for: 60_000 }),
}

function change(fault: RouteTarget, { active }: FaultContext, change: ChangeResponse) {
  return active.rest.change(fault.route ?? '*', change, maxUses(fault))
}

/** Source: errors.md, 10xx; rest-api.md, HTTP Return Codes and IP Limits. */
function errorResponse(status: number, retryAfter?: number, body?: string): RestResponse {
  const [code, msg, defaultRetryAfter] = ERRORS[status] ?? [
    -1000,
    'An unknown error occurred while processing the request.',
  ]
  const response = failed(status, code, msg, retryAfter ?? defaultRetryAfter)
  return body === undefined ? response : { ...response, body }
}

const ERRORS: Readonly<Record<number, readonly [code: number, msg: string, retryAfter?: number]>> = {
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
