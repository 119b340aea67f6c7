/** Errors of commands, reported on `errors$`. */
import { MarketError } from '../../validation/market-error.js'
import { foreignText } from './foreign-text.js'

/**
 * The exchange rejected a command other than the SUBSCRIBE of one channel. Reported on `errors$`;
 * streams are not affected. Its `code` is `COMMAND_REJECTED`.
 */
export class CommandRejectedError extends MarketError {
  readonly code = 'COMMAND_REJECTED'
  /** The exchange's own words, at most 200 characters. */
  readonly detail: string

  constructor(
    /**
     * The command, such as `UNSUBSCRIBE btcusdt@ticker`; `undefined` when the exchange did not name
     * it.
     */
    readonly command: string | undefined,
    /** The exchange's own code. */
    readonly reason: number,
    detail: string,
  ) {
    const text = foreignText(detail)
    super(`the exchange rejected ${command ?? 'a command'}: ${text} (code ${reason})`)
    this.detail = text
  }
}

/**
 * A command was not answered in time. It is sent once more; after the second timeout the
 * subscriptions are compared with the exchange's. Reported on `errors$`. Its `code` is
 * `COMMAND_TIMEOUT`.
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
