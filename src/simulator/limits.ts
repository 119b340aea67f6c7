/** The limits of the exchange, each with its source. */
import { check, checkOptions } from '../validation/check.js'
import { MAX_DELAY } from '../validation/limits.js'

/**
 * Limits of an exchange. Override one to test a client at the limit, or set it to Infinity to
 * disable it.
 */
export interface Limits {
  /**
   * Inbound messages (control messages, pings and pongs) in any second; one more closes with 1008.
   * @default 5
   */
  readonly messagesPerSecond: number
  /**
   * Streams of a connection; a command that would exceed it is rejected as a whole. @default 1024
   */
  readonly streams: number
  /** Bytes of an inbound message; a longer one closes with 1009. @default 4096 */
  readonly frameBytes: number
  /** Connection attempts of a peer in five minutes; one more is rejected with 429. @default 300 */
  readonly connectionsPer5Minutes: number
  /** Bytes that may wait for a client; beyond, the connection is reset. @default 64 MiB */
  readonly bufferedBytes: number
  /**
   * Bytes that may wait for all clients together; beyond, those with the most are reset. @default
   * 256 MiB
   */
  readonly totalBufferedBytes: number
  /**
   * The maximum wait of bytes for a client that receives none of them, ms; then the connection is
   * reset. @default 5_000
   */
  readonly sendTimeout: number
  /** Between two pings of the server, ms. @default 20_000 */
  readonly pingInterval: number
  /** The maximum wait for the pong of a ping, ms; then the connection is closed. @default 60_000 */
  readonly pongTimeout: number
  /** REST request weight of a caller in a minute of the clock; more gets 429. @default 6000 */
  readonly weightPerMinute: number
  /**
   * Requests beyond the weight that get 429; one more gets 418, and so does every other one until
   * the ban ends. @default 10
   */
  readonly rejectionsBeforeBan: number
  /** Life of a connection, ms. @default 86_400_000 (24 h) */
  readonly maxAge: number
}

/**
 * The limits of Binance, but for `frameBytes`, `bufferedBytes`, `totalBufferedBytes`, `sendTimeout`
 * and `rejectionsBeforeBan`, which it does not document. Source: web-socket-streams.md, WebSocket
 * Limits and General WSS information; rest-api.md, IP Limits and `rateLimits` of exchangeInfo.
 *
 * ```ts
 * import { binanceLimits, createExchange } from 'rxmarket/simulator'
 *
 * console.log(binanceLimits.messagesPerSecond) // 5
 * createExchange({ limits: { messagesPerSecond: Infinity } })
 * ```
 */
export const binanceLimits: Limits = {
  messagesPerSecond: 5,
  streams: 1_024,
  frameBytes: 4_096,
  connectionsPer5Minutes: 300,
  bufferedBytes: 64 * 2 ** 20,
  totalBufferedBytes: 256 * 2 ** 20,
  sendTimeout: 5_000,
  pingInterval: 20_000,
  pongTimeout: 60_000,
  weightPerMinute: 6_000,
  rejectionsBeforeBan: 10,
  maxAge: 86_400_000,
}

const DURATIONS: readonly string[] = [
  'sendTimeout',
  'pingInterval',
  'pongTimeout',
  'maxAge',
] satisfies (keyof Limits)[]

/** Binance's limits with those given. Throws `INVALID_OPTION`. */
export function createLimits(given: Partial<Limits> = {}): Limits {
  checkOptions('createExchange', given, Object.keys(binanceLimits), 'limits')
  const limits: Record<string, number> = { ...binanceLimits }
  for (const name of Object.keys(binanceLimits) as (keyof Limits)[]) {
    const value: unknown = given[name]
    if (value === undefined) continue
    checkLimitValue(name, value)
    limits[name] = value
  }
  return limits as unknown as Limits
}

/** Throws `INVALID_OPTION` unless `value` is valid for the limit. */
export function checkLimitValue(name: keyof Limits, value: unknown): asserts value is number {
  const isNumber = typeof value === 'number' && value >= 0
  if (!DURATIONS.includes(name)) {
    check(`limits.${name}`, value, isNumber, 'a number from 0, or Infinity for no limit')
    return
  }
  const isDuration = isNumber && value >= 1 && (value <= MAX_DELAY || value === Infinity)
  check(`limits.${name}`, value, isDuration, `milliseconds from 1 to ${MAX_DELAY}, or Infinity`)
}
