/** Distinguishes errors by their code. */
import type { BookMismatchError, BookMovedError } from './book-errors.js'
import type {
  InvalidChannelError,
  StreamLimitError,
  StreamSilentError,
  SubscribeRejectedError,
} from './channel-errors.js'
import type { CommandRejectedError, CommandTimeoutError } from './command-errors.js'
import type {
  ConnectTimeoutError,
  ConnectionLostError,
  HandshakeRejectedError,
  ReconnectFailedError,
  ServerShutdownError,
  StaleConnectionError,
} from './connection-errors.js'
import type { MarketClosedError, OverflowError } from './consumer-errors.js'
import type { DecodeError, OutOfOrderError } from './frame-errors.js'
import type { InvalidOptionError } from '../../validation/invalid-option-error.js'
import type {
  RequestAttemptError,
  RequestFailedError,
  RequestLimitError,
  RequestRejectedError,
  UnsupportedError,
} from './request-errors.js'

/** Each error's class by its code. */
export interface MarketErrorByCode {
  INVALID_OPTION: InvalidOptionError
  INVALID_CHANNEL: InvalidChannelError
  DECODE_FAILED: DecodeError
  OUT_OF_ORDER: OutOfOrderError
  SUBSCRIBE_REJECTED: SubscribeRejectedError
  COMMAND_REJECTED: CommandRejectedError
  COMMAND_TIMEOUT: CommandTimeoutError
  CONNECTION_LOST: ConnectionLostError
  CONNECT_TIMEOUT: ConnectTimeoutError
  HANDSHAKE_REJECTED: HandshakeRejectedError
  CONNECTION_STALE: StaleConnectionError
  SERVER_SHUTDOWN: ServerShutdownError
  RECONNECT_FAILED: ReconnectFailedError
  STREAM_LIMIT: StreamLimitError
  STREAM_SILENT: StreamSilentError
  MARKET_CLOSED: MarketClosedError
  OVERFLOW: OverflowError
  BOOK_MOVED: BookMovedError
  BOOK_MISMATCH: BookMismatchError
  UNSUPPORTED: UnsupportedError
  REQUEST_REJECTED: RequestRejectedError
  REQUEST_FAILED: RequestFailedError
  REQUEST_ATTEMPT_FAILED: RequestAttemptError
  REQUEST_LIMIT: RequestLimitError
}

/** Each error's `code`. */
export type ErrorCode = keyof MarketErrorByCode

const CODES: Readonly<Record<ErrorCode, true>> = {
  INVALID_OPTION: true,
  INVALID_CHANNEL: true,
  DECODE_FAILED: true,
  OUT_OF_ORDER: true,
  SUBSCRIBE_REJECTED: true,
  COMMAND_REJECTED: true,
  COMMAND_TIMEOUT: true,
  CONNECTION_LOST: true,
  CONNECT_TIMEOUT: true,
  HANDSHAKE_REJECTED: true,
  CONNECTION_STALE: true,
  SERVER_SHUTDOWN: true,
  RECONNECT_FAILED: true,
  STREAM_LIMIT: true,
  STREAM_SILENT: true,
  MARKET_CLOSED: true,
  OVERFLOW: true,
  BOOK_MOVED: true,
  BOOK_MISMATCH: true,
  UNSUPPORTED: true,
  REQUEST_REJECTED: true,
  REQUEST_FAILED: true,
  REQUEST_ATTEMPT_FAILED: true,
  REQUEST_LIMIT: true,
}

/**
 * Whether `error` is a `MarketError`, or one with this `code`. Works across two copies of the
 * package.
 *
 * ```ts
 * import { binance, isMarketError } from 'rxmarket'
 *
 * try {
 *   binance({ heartbeatInterval: -1 })
 * } catch (error) {
 *   if (isMarketError(error, 'INVALID_OPTION')) console.log(error.option) // heartbeatInterval
 * }
 * ```
 */
export function isMarketError(error: unknown): error is MarketErrorByCode[ErrorCode]
export function isMarketError<C extends ErrorCode>(error: unknown, code: C): error is MarketErrorByCode[C]
export function isMarketError(error: unknown, code?: ErrorCode): boolean {
  if (code !== undefined) return hasCode(error, code)
  return Object.keys(CODES).some(known => hasCode(error, known as ErrorCode))
}

/**
 * `isMarketError` of a known code, without the list of all codes, which bundlers then leave out.
 */
export function hasCode<C extends ErrorCode>(error: unknown, code: C): error is MarketErrorByCode[C] {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}
