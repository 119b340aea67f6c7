/** Errors of a connection: why it did not open, was lost, or is no longer attempted. */
import { MarketError } from '../../validation/market-error.js'
import { redactUrl } from '../../validation/redact-url.js'
import { causeSuffix, foreignText } from './foreign-text.js'

/**
 * The connection closed unexpectedly. The cause of a reconnect, in the statuses `reconnecting` and
 * `failed`. Its `code` is `CONNECTION_LOST`.
 */
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
    const text = foreignText(reason)
    const suffix = text === '' ? '' : ` (${text})`
    super(
      `the connection to ${address} closed with code ${closeCode}${suffix}${causeSuffix(options?.cause)}`,
      options,
    )
    this.url = address
    this.reason = text
  }
}

/**
 * The exchange rejected the WebSocket handshake with an HTTP status. The cause of a
 * `CONNECTION_LOST`. Its `code` is `HANDSHAKE_REJECTED`.
 */
export class HandshakeRejectedError extends MarketError {
  readonly code = 'HANDSHAKE_REJECTED'

  constructor(
    url: string,
    /** The HTTP status, such as 429 (too many requests), 418 (banned) or 403 (blocked). */
    readonly status: number,
    /**
     * Milliseconds to wait before the next attempt, as the exchange demands; `undefined` if it does
     * not.
     */
    readonly retryAfter: number | undefined,
  ) {
    const advice = retryAfter === undefined ? '' : `; retry after ${retryAfter / 1_000} s`
    super(`${redactUrl(url)} rejected the handshake with HTTP status ${status}${advice}`)
  }
}

/**
 * The connection did not open in time. The cause of a reconnect. Its `code` is `CONNECT_TIMEOUT`.
 */
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

/**
 * The connection is open but silent: the exchange did not answer a probe. The cause of a reconnect.
 * Its `code` is `CONNECTION_STALE`.
 */
export class StaleConnectionError extends MarketError {
  readonly code = 'CONNECTION_STALE'

  constructor(
    /** Milliseconds since the last frame. */
    readonly silence: number,
  ) {
    super(`the connection is stale: a probe was not answered, and the last frame came ${silence} ms ago`)
  }
}

/**
 * The exchange announced that it is shutting down. The cause of an immediate reconnect, with
 * `rotation: false`. Its `code` is `SERVER_SHUTDOWN`.
 */
export class ServerShutdownError extends MarketError {
  readonly code = 'SERVER_SHUTDOWN'

  constructor() {
    super('the exchange announced that it is shutting down')
  }
}

/**
 * Reconnecting failed: no attempts are left. Every subscriber of the connection receives it;
 * subscribing again starts afresh. Its `code` is `RECONNECT_FAILED`.
 */
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
