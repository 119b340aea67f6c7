/** Everything that can go wrong, one class a failure, told apart by `code`. */
import { type Channel, describeChannel } from './channel.js'
import { cleanText } from '../validation/clean-text.js'
import { MarketError } from '../validation/market-error.js'
import { redactUrl, redactUrls } from '../validation/redact-url.js'

export { InvalidOptionError } from '../validation/invalid-option-error.js'
export { MarketError }

/** A channel cannot exist: a wrong symbol, interval, level, speed or connection. Thrown at once, before anything is sent. */
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

/** A frame was not what the exchange documents. Told on `errors$`; the stream goes on. Holds no reference to the frame. */
export class DecodeError extends MarketError {
  readonly code = 'DECODE_FAILED'

  constructor(
    /** The channel whose frame it was; `undefined` when the frame could not be told to any. */
    readonly channel: Channel | undefined,
    /** Where in the frame, such as `data.k.o`; empty for the frame itself. */
    readonly path: string,
    /** What should have stood there. */
    readonly expected: string,
    /** What stood there, as JSON, at most 80 characters. */
    readonly sample: string,
    options?: ErrorOptions,
  ) {
    const where =
      channel === undefined ? 'a frame of no known stream' : `a frame of ${describeChannel(channel)}`
    super(`${where} was dropped: ${path || 'the frame'} should be ${expected}, got ${sample}`, options)
  }
}

/** The exchange refused a stream. Reaches the subscribers of that channel alone, and `errors$`. */
export class SubscribeRejectedError extends MarketError {
  readonly code = 'SUBSCRIBE_REJECTED'

  constructor(
    /** The stream's wire name, such as `btcusdt@ticker`. */
    readonly stream: string,
    /** The exchange's own code. */
    readonly reason: number,
    /** The exchange's own words. */
    readonly detail: string,
  ) {
    super(
      `the exchange refused ${stream}: ${detail} (code ${reason}); check the symbol and the channel's options`,
    )
  }
}

/** The exchange refused a command that was not one channel's SUBSCRIBE. Told on `errors$`; streams are not affected. */
export class CommandRejectedError extends MarketError {
  readonly code = 'COMMAND_REJECTED'

  constructor(
    /** What was asked, such as `UNSUBSCRIBE btcusdt@ticker`; `undefined` when the exchange did not say which command it meant. */
    readonly command: string | undefined,
    /** The exchange's own code. */
    readonly reason: number,
    /** The exchange's own words. */
    readonly detail: string,
  ) {
    super(`the exchange refused ${command ?? 'a command'}: ${detail} (code ${reason})`)
  }
}

/** A command was not answered. It is sent once more; after the second silence the subscriptions are compared with the exchange's. Told on `errors$`. */
export class CommandTimeoutError extends MarketError {
  readonly code = 'COMMAND_TIMEOUT'

  constructor(
    /** What was asked, such as `SUBSCRIBE btcusdt@ticker`. */
    readonly command: string,
    /** How long we waited, in milliseconds. */
    readonly timeout: number,
  ) {
    super(`the exchange did not answer ${command} within ${timeout} ms`)
  }
}

/** The connection ended without our asking. The cause of a reconnect; part of the statuses `reconnecting` and `failed`. */
export class ConnectionLostError extends MarketError {
  readonly code = 'CONNECTION_LOST'
  /** Without credentials. */
  readonly url: string
  /** The reason that the peer gave, often empty; at most 200 printable characters. */
  readonly reason: string

  constructor(
    url: string,
    /** The WebSocket close code; 1006 when the connection broke without one. */
    readonly closeCode: number,
    reason: string,
    options?: ErrorOptions,
  ) {
    const redacted = redactUrl(url)
    const text = cleanText(reason)
    super(
      `the connection to ${redacted} closed with code ${closeCode}${text && ` (${text})`}${causeSuffix(options?.cause)}`,
      options,
    )
    this.url = redacted
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
    super(`${redactUrl(url)} did not open within ${timeout} ms`)
    this.url = redactUrl(url)
  }
}

/** The connection is open and silent: the exchange did not answer a probe. The cause of a reconnect. */
export class StaleConnectionError extends MarketError {
  readonly code = 'CONNECTION_STALE'

  constructor(
    /** Milliseconds since the last frame. */
    readonly silence: number,
  ) {
    super(`the connection is stale: a probe was not answered, and the last frame came ${silence} ms ago`)
  }
}

/** The exchange said that it is about to shut down. The cause of a reconnect, at once. */
export class ServerShutdownError extends MarketError {
  readonly code = 'SERVER_SHUTDOWN'

  constructor() {
    super('the exchange announced that it is shutting down')
  }
}

/** The connection could not be had back. Every subscriber gets it; subscribing again starts afresh. */
export class ReconnectFailedError extends MarketError {
  readonly code = 'RECONNECT_FAILED'

  constructor(
    /** How many times we tried again. */
    readonly attempts: number,
    cause: unknown,
  ) {
    const last = causeSuffix(cause)
    super(
      attempts === 0
        ? `the connection was lost and reconnecting is off${last}`
        : `gave up after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} to reconnect${last}; subscribe again to start afresh`,
      { cause },
    )
  }
}

/** Every connection of the pool carries as many streams as the exchange allows, or the one the channel is pinned to does. */
export class StreamLimitError extends MarketError {
  readonly code = 'STREAM_LIMIT'

  constructor(
    /** Streams a connection may carry. */
    readonly streams: number,
    /** Connections that could have carried it. */
    readonly connections: number,
  ) {
    super(
      connections === 1
        ? `the connection already carries ${streams} streams, the most the exchange allows: leave some, or raise pool.maxConnections and do not pin`
        : `all ${connections} connections already carry ${streams} streams each: leave some, or raise pool.maxConnections`,
    )
  }
}

/** The market was closed with `close()`; it cannot be subscribed any more. */
export class MarketClosedError extends MarketError {
  readonly code = 'MARKET_CLOSED'

  constructor() {
    super('the market was closed: make a new one to subscribe again')
  }
}

/** More events waited than were allowed to, and `overflow` is `'error'`. Ends the observable of the consumer that was too slow, and only that. */
export class OverflowError extends MarketError {
  readonly code = 'OVERFLOW'

  constructor(
    /** Events that may wait. */
    readonly capacity: number,
  ) {
    super(
      `an event came while ${capacity} were waiting, as many as may: make the consumer faster, raise capacity, or choose what to drop with overflow`,
    )
  }
}

/** What caused an error, as the end of its message. Read by shape: an error of Node's own is no `instanceof Error` in another realm. */
function causeSuffix(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('message' in cause)) return ''
  return `: ${redactUrls(cleanText(String(cause.message)))}`
}
