/**
 * The contract between an exchange's REST rules and the client in `rest/`: addresses, requests,
 * weights, answers.
 */
import type { Numeric } from '../codec/types/decimal.js'
import type { DecodeError } from '../model/errors/frame-errors.js'
import type { AnswerOf, Query } from '../model/query.js'
import type { TimeUnit } from '../options.js'

/** The HTTP request of a query. */
export interface RestRequest {
  /** From the address of the exchange on, such as `/api/v3/time`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Its share of {@link RestProtocol.weightPerMinute}. */
  readonly weight: number
}

/** The properties of an answer besides its body. Times are epoch milliseconds. */
export interface AnswerContext<N> {
  readonly numeric: Numeric<N>
  readonly timeUnit: TimeUnit
  /**
   * The latest moment that the body certainly covers: the time of the request, by the
   * exchange's clock where it is known.
   */
  readonly asOf: number
  readonly receivedAt: number
  /** Receives what is wrong with an element that is left out. */
  readonly onInvalidElement: (error: DecodeError) => void
}

/** The meaning of a response that is not an answer. */
export interface RestFailure {
  /** The exchange's own code; 0 where it gave none. */
  readonly reason: number
  readonly detail: string
  /**
   * Whether the same request may succeed later: too many requests, an overloaded or failing server.
   */
  readonly isTemporary: boolean
}

export interface RestProtocol {
  /** The maximum weight of one client's requests in a minute. */
  readonly weightPerMinute: number
  /** The header, in lower case, of the weight that was used in the present minute. */
  readonly weightHeader: string
  /**
   * The REST address that belongs to an address of streams; `undefined` for one that is not the
   * exchange's own.
   */
  addressFor(url: string): string | undefined
  /**
   * The address given as `restUrl`, without a path of the exchange's. Throws `InvalidOptionError`.
   */
  checkAddress(restUrl: string): string
  format(query: Query, timeUnit: TimeUnit): RestRequest
  /** The answer in the body of a response with status 200. Throws `DecodeError`. */
  decode<Q extends Query, N>(query: Q, body: string, context: AnswerContext<N>): AnswerOf<Q, N>
  parseFailure(status: number, body: string): RestFailure
}
