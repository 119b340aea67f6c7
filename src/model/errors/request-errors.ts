/** Errors of queries: what one-shot requests fail with. */
import { MarketError } from '../../validation/market-error.js'
import { describeQuery, type Query, type QueryKind } from '../query.js'
import { causeSuffix, foreignText } from './foreign-text.js'

/**
 * The feed of the market cannot answer such a query: it has no history, snapshots or instruments.
 * Its `code` is `UNSUPPORTED`.
 */
export class UnsupportedError extends MarketError {
  readonly code = 'UNSUPPORTED'

  constructor(
    /** The kind of query, such as `klines`. */
    readonly kind: QueryKind,
    advice = 'use a market whose feed has query$, such as binance()',
  ) {
    super(`the feed of this market cannot answer ${kind}: ${advice}`)
  }
}

/**
 * The exchange rejected a request: an unlisted symbol, a wrong parameter. Repeating it does not
 * help. Its `code` is `REQUEST_REJECTED`.
 */
export class RequestRejectedError extends MarketError {
  readonly code = 'REQUEST_REJECTED'
  /** The exchange's own words, at most 200 characters. */
  readonly detail: string

  constructor(
    readonly query: Query,
    /** The HTTP status. */
    readonly status: number,
    /**
     * The exchange's own code, such as -1121 for a symbol that it does not list; 0 where it gave
     * none.
     */
    readonly reason: number,
    detail: string,
  ) {
    const text = foreignText(detail)
    super(`the exchange rejected ${describeQuery(query)}: ${text} (code ${reason}, HTTP status ${status})`)
    this.detail = text
  }
}

/**
 * The exchange did not answer a request: it failed, was too busy or was not reached, at every
 * attempt. Its `code` is `REQUEST_FAILED`.
 */
export class RequestFailedError extends MarketError {
  readonly code = 'REQUEST_FAILED'

  constructor(
    readonly query: Query,
    /** Attempts that were made. */
    readonly attempts: number,
    /** The error of the last attempt. */
    cause: unknown,
  ) {
    super(
      `${describeQuery(query)} was not answered after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${causeSuffix(cause)}`,
      { cause },
    )
  }
}

/**
 * A request failed for a reason that may pass, such as HTTP status 429 or 503. Reported on
 * `errors$` when the request is repeated. Its `code` is `REQUEST_ATTEMPT_FAILED`.
 */
export class RequestAttemptError extends MarketError {
  readonly code = 'REQUEST_ATTEMPT_FAILED'

  constructor(
    readonly query: Query,
    /** The HTTP status; `undefined` where there was no answer. */
    readonly status: number | undefined,
    detail: string,
    /** Milliseconds to wait, as the exchange demands; `undefined` if it does not. */
    readonly retryAfter: number | undefined,
    options?: ErrorOptions,
  ) {
    const advice = retryAfter === undefined ? '' : `; retry after ${retryAfter / 1_000} s`
    const answer = status === undefined ? '' : ` (HTTP status ${status})`
    super(`an attempt at ${describeQuery(query)} failed: ${foreignText(detail)}${answer}${advice}`, options)
  }
}

/**
 * Too many requests wait already. Subscribe again when some have been answered. Its `code` is
 * `REQUEST_LIMIT`.
 */
export class RequestLimitError extends MarketError {
  readonly code = 'REQUEST_LIMIT'

  constructor(
    /** Requests that may wait. */
    readonly limit: number,
  ) {
    super(`${limit} requests wait to be sent: wait for their answers, or ask for less at a time`)
  }
}
