/** Errors of single frames and events. They are dropped, and the stream goes on. */
import { MarketError } from '../../validation/market-error.js'
import { type Channel, describeChannel } from '../channel.js'
import { describeQuery, type Query } from '../query.js'

/**
 * A frame was not what the exchange documents. Reported on `errors$`; the stream goes on. A
 * `DecodeError` of an answer also ends the query's observable. Holds no reference to the frame. Its
 * `code` is `DECODE_FAILED`.
 */
export class DecodeError extends MarketError {
  readonly code = 'DECODE_FAILED'
  /** The query that was answered; `undefined` for a frame of a stream. */
  readonly query: Query | undefined

  constructor(
    /** The channel of the frame; `undefined` when it could not be assigned to any. */
    readonly channel: Channel | undefined,
    /** The place in the frame, such as `data.k.o`; empty for the frame itself. */
    readonly path: string,
    /** The documented type or value. */
    readonly expected: string,
    /** The value found there, as JSON of at most 80 characters. */
    readonly sample: string,
    options: ErrorOptions & { readonly query?: Query | undefined } = {},
  ) {
    const { query, ...errorOptions } = options
    const [what, source] = sourceOf(channel, query)
    super(`${source} was dropped: ${path || what} should be ${expected}, got ${sample}`, errorOptions)
    this.query = query
  }
}

/**
 * An event came again, or after a newer one, on the same session. It is dropped, so that each event
 * is delivered once and in order. Reported on `errors$`; the stream goes on. Its `code` is
 * `OUT_OF_ORDER`.
 */
export class OutOfOrderError extends MarketError {
  readonly code = 'OUT_OF_ORDER'

  constructor(
    readonly channel: Channel,
    /** The event's id or a kline's open time; the event time for kinds without ids. */
    readonly eventId: number,
    /** The same of the last event that was delivered. */
    readonly lastId: number,
  ) {
    super(
      `an event of ${describeChannel(channel)} was dropped: ${eventId} came ${eventId === lastId ? 'again' : `after ${lastId}`}; events were delivered once and in order`,
    )
  }
}

/** The value to decode, and a short name of its source. */
function sourceOf(channel: Channel | undefined, query: Query | undefined): readonly [string, string] {
  if (query !== undefined) return ['the answer', `an answer to ${describeQuery(query)}`]
  return [
    'the frame',
    channel === undefined ? 'a frame of no known stream' : `a frame of ${describeChannel(channel)}`,
  ]
}
