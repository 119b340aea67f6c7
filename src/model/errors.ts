/** Error classes, one per failure, distinguished by `code`. */
import { cleanText } from '../validation/clean-text.js'
import { MarketError } from '../validation/market-error.js'
import { redactUrl, redactUrls } from '../validation/redact-url.js'
import { type Channel, describeChannel } from './channel.js'
import { describeQuery, type Query } from './query.js'

export { InvalidOptionError } from '../validation/invalid-option-error.js'
export { MarketError }

/** A channel is invalid: a wrong symbol, interval, option or field. Thrown synchronously, before anything is sent. */
export class InvalidChannelError extends MarketError {
  readonly code = 'INVALID_CHANNEL'

  constructor(
    /** The kind of channel; `channel` where that is what is wrong. */
    readonly kind: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${kind}$: ${problem}`, options)
  }
}

/**
 * A frame was not what the exchange documents. Reported on `errors$`; the stream goes on. Where it is the answer to a query, the
 * query's observable errors with it. Holds no reference to the frame.
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
 * An event came again, or after a newer one, on the same session. It is dropped, so that each event is delivered once and in order.
 * Reported on `errors$`; the stream goes on.
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

/** The exchange rejected a stream. Only the subscribers of that channel receive it, and `errors$`. */
export class SubscribeRejectedError extends MarketError {
  readonly code = 'SUBSCRIBE_REJECTED'
  /** The exchange's own words, at most 200 characters. */
  readonly detail: string

  constructor(
    /** The stream's wire name, such as `btcusdt@ticker`. */
    readonly stream: string,
    /** The exchange's own code. */
    readonly reason: number,
    detail: string,
  ) {
    const text = foreign(detail)
    super(
      `the exchange rejected ${stream}: ${text} (code ${reason}); check the symbol and the channel's options`,
    )
    this.detail = text
  }
}

/** The exchange rejected a command other than the SUBSCRIBE of one channel. Reported on `errors$`; streams are not affected. */
export class CommandRejectedError extends MarketError {
  readonly code = 'COMMAND_REJECTED'
  /** The exchange's own words, at most 200 characters. */
  readonly detail: string

  constructor(
    /** The command, such as `UNSUBSCRIBE btcusdt@ticker`; `undefined` when the exchange did not name it. */
    readonly command: string | undefined,
    /** The exchange's own code. */
    readonly reason: number,
    detail: string,
  ) {
    const text = foreign(detail)
    super(`the exchange rejected ${command ?? 'a command'}: ${text} (code ${reason})`)
    this.detail = text
  }
}

/**
 * A command was not answered in time. It is sent once more; after the second timeout the subscriptions are compared with the
 * exchange's. Reported on `errors$`.
 */
export class CommandTimeoutError extends MarketError {
  readonly code = 'COMMAND_TIMEOUT'

  constructor(
    /** The command, such as `SUBSCRIBE btcusdt@ticker`. */
    readonly command: string,
    /** Milliseconds. */
    readonly timeout: number,
  ) {
    super(`the exchange did not answer ${command} within ${timeout} ms`)
  }
}

/** The connection closed unexpectedly. The cause of a reconnect, in the statuses `reconnecting` and `failed`. */
export class ConnectionLostError extends MarketError {
  readonly code = 'CONNECTION_LOST'
  /** Without credentials. */
  readonly url: string
  /** The peer's words, often empty, at most 200 characters. */
  readonly reason: string

  constructor(
    url: string,
    /** The WebSocket close code; 1006 when the connection ended without one. */
    readonly closeCode: number,
    reason: string,
    options?: ErrorOptions,
  ) {
    const address = redactUrl(url)
    const text = foreign(reason)
    const suffix = text === '' ? '' : ` (${text})`
    super(
      `the connection to ${address} closed with code ${closeCode}${suffix}${causeSuffix(options?.cause)}`,
      options,
    )
    this.url = address
    this.reason = text
  }
}

/** The exchange rejected the WebSocket handshake with an HTTP status. The cause of a `CONNECTION_LOST`. */
export class HandshakeRejectedError extends MarketError {
  readonly code = 'HANDSHAKE_REJECTED'

  constructor(
    url: string,
    /** The HTTP status, such as 429 (too many requests), 418 (banned) or 403 (blocked). */
    readonly status: number,
    /** Milliseconds to wait before the next attempt, as the exchange demands; `undefined` if it does not. */
    readonly retryAfter: number | undefined,
  ) {
    const advice = retryAfter === undefined ? '' : `; retry after ${retryAfter / 1_000} s`
    super(`${redactUrl(url)} rejected the handshake with HTTP status ${status}${advice}`)
  }
}

/** A stream that always sends was acknowledged and then silent. Emitted on `errors$`, once per subscription; the stream goes on. */
export class StreamSilentError extends MarketError {
  readonly code = 'STREAM_SILENT'

  constructor(
    readonly channel: Channel,
    /** Milliseconds since the exchange acknowledged the stream. */
    readonly silence: number,
  ) {
    super(
      `${describeChannel(channel)} was acknowledged ${silence / 1_000} s ago and has sent nothing: check that the exchange lists the symbol`,
    )
  }
}

/** The connection did not open in time. The cause of a reconnect. */
export class ConnectTimeoutError extends MarketError {
  readonly code = 'CONNECT_TIMEOUT'
  /** Without credentials. */
  readonly url: string

  constructor(
    url: string,
    /** Milliseconds. */
    readonly timeout: number,
  ) {
    const address = redactUrl(url)
    super(`the connection to ${address} did not open within ${timeout} ms`)
    this.url = address
  }
}

/** The connection is open but silent: the exchange did not answer a probe. The cause of a reconnect. */
export class StaleConnectionError extends MarketError {
  readonly code = 'CONNECTION_STALE'

  constructor(
    /** Milliseconds since the last frame. */
    readonly silence: number,
  ) {
    super(`the connection is stale: a probe was not answered, and the last frame came ${silence} ms ago`)
  }
}

/** The exchange announced that it is shutting down. The cause of an immediate reconnect. */
export class ServerShutdownError extends MarketError {
  readonly code = 'SERVER_SHUTDOWN'

  constructor() {
    super('the exchange announced that it is shutting down')
  }
}

/** Reconnecting failed: no attempts are left. Every subscriber of the connection receives it; subscribing again starts afresh. */
export class ReconnectFailedError extends MarketError {
  readonly code = 'RECONNECT_FAILED'

  constructor(
    /** Attempts to reconnect. */
    readonly attempts: number,
    cause: unknown,
  ) {
    const last = causeSuffix(cause)
    super(
      attempts === 0
        ? `the connection was lost and reconnecting is off${last}`
        : `reconnecting failed after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${last}; subscribe again to start afresh`,
      { cause },
    )
  }
}

/** Every connection of the pool, or the one that the channel is pinned to, has as many streams as the exchange allows. */
export class StreamLimitError extends MarketError {
  readonly code = 'STREAM_LIMIT'

  constructor(
    /** Streams that a connection may have. */
    readonly streams: number,
    /** Connections that were considered. */
    readonly connections: number,
  ) {
    super(
      connections === 1
        ? `the connection already has ${streams} streams, the maximum of the exchange: unsubscribe some, or raise pool.maxConnections and do not pin`
        : `all ${connections} connections already have ${streams} streams each: unsubscribe some, or raise pool.maxConnections`,
    )
  }
}

/** The market was closed with `close()`; its channels cannot be subscribed to any more. */
export class MarketClosedError extends MarketError {
  readonly code = 'MARKET_CLOSED'

  constructor() {
    super('the market is closed: create a new one to subscribe again')
  }
}

/** A buffer is full and `overflow` is `'error'`. Ends only the observable of the consumer that was too slow. */
export class OverflowError extends MarketError {
  readonly code = 'OVERFLOW'

  constructor(
    /** Events that the buffer holds. */
    readonly capacity: number,
  ) {
    super(
      `the buffer of ${capacity} events is full: make the consumer faster, raise capacity, or choose what to drop with overflow`,
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

/** Text of others, such as a close reason: on one line, bounded, without control characters and credentials. */
const foreign = (text: string): string => cleanText(redactUrls(text.slice(0, 2_000)))

/** The message of the cause, at the end of an error's. Read by shape: an error of Node's own is no `instanceof Error` in another realm. */
function causeSuffix(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('message' in cause)) return ''
  return `: ${foreign(String(cause.message))}`
}
