/** Errors of one channel: what its subscribers receive, or `errors$` reports about its stream. */
import { MarketError } from '../../validation/market-error.js'
import { type Channel, describeChannel } from '../channel.js'
import { foreignText } from './foreign-text.js'

/**
 * A channel is invalid: a wrong symbol, interval, option or field. The channel's method throws it
 * synchronously. With `checkSymbols` the subscribers of a symbol that the exchange does not list
 * receive it. Its `code` is `INVALID_CHANNEL`.
 */
export class InvalidChannelError extends MarketError {
  readonly code = 'INVALID_CHANNEL'

  constructor(
    /** The kind of channel; `channel` where the whole channel is wrong. */
    readonly kind: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${kind}$: ${problem}`, options)
  }
}

/**
 * The exchange rejected a stream. Only the subscribers of that channel receive it, and `errors$`.
 * Its `code` is `SUBSCRIBE_REJECTED`.
 */
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
    const text = foreignText(detail)
    super(
      `the exchange rejected ${stream}: ${text} (code ${reason}); check the symbol and the channel's options`,
    )
    this.detail = text
  }
}

/**
 * A stream was acknowledged and has sent nothing for a minute, though its kind always sends:
 * tickers, klines, average prices and partial books. Emitted on `errors$`, once per subscription,
 * 60 to 65 s after the acknowledgement; the stream stays subscribed. Its `code` is `STREAM_SILENT`.
 */
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

/**
 * Every connection of the pool, or the connection of a pinned channel, has as many streams as the
 * exchange allows. Its `code` is `STREAM_LIMIT`.
 */
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
