/** Errors of single frames and events. They are dropped, and the stream goes on. */
import { MarketError } from '../../validation/market-error.js'
import { type Channel, describeChannel } from '../channel.js'
import { describeQuery, type Query } from '../query.js'

/**
 * A frame was not what the exchange documents. Reported on `errors$`; the stream goes on. Where it
 * is the answer to a query, the query's observable errors with it. Holds no reference to the frame.
 */
export class DecodeError extends MarketError {
  readonly code = 'DECODE_FAILED'
  /** The query whose answer it was; `undefined` for a frame of a stream. */
  readonly query: Query | undefined

  constructor(
    /** The channel whose frame it was; `undefined` when it could not be assigned to any. */
    readonly channel: Channel | undefined,
    /** Where in the frame, such as `data.k.o`; empty for the frame itself. */
    readonly path: string,
    /** What is documented there. */
    readonly expected: string,
    /** What was there, as JSON, at most 80 characters. */
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
 * is delivered once and in order. Reported on `errors$`; the stream goes on.
 */
export class OutOfOrderError extends MarketError {
  readonly code = 'OUT_OF_ORDER'

  constructor(
    readonly channel: Channel,
    /** Its id, a kline's open time, or, where the kind has no ids, its event time. */
    readonly eventId: number,
    /** The same of the last event that was delivered. */
    readonly lastId: number,
  ) {
    super(
      `an event of ${describeChannel(channel)} was dropped: ${eventId} came ${eventId === lastId ? 'again' : `after ${lastId}`}; events were delivered once and in order`,
    )
  }
}

/** What was decoded, and in a few words whose it was. */
function sourceOf(channel: Channel | undefined, query: Query | undefined): readonly [string, string] {
  if (query !== undefined) return ['the answer', `an answer to ${describeQuery(query)}`]
  return [
    'the frame',
    channel === undefined ? 'a frame of no known stream' : `a frame of ${describeChannel(channel)}`,
  ]
}
