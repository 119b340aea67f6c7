/** What the exchange allows, in one place, each with its source. */

/** Limits of a connection; each can be changed, to see a client at the edge or to get it out of the way. */
export interface Limits {
  /** Messages in (control messages, pings and pongs) in any second; one more closes with 1008. @default 5 */
  readonly messagesPerSecond: number
  /** Streams of one connection; a command that would exceed it is refused whole. @default 1024 */
  readonly streams: number
  /** Bytes of one message in; a longer one closes with 1009. @default 4096 */
  readonly frameBytes: number
  /** Connection attempts of one peer in five minutes; one more is refused with 429. @default 300 */
  readonly connectionsPer5Minutes: number
  /** Bytes that may wait for one client; beyond, it is too slow and is reset. @default 64 MiB */
  readonly bufferedBytes: number
  /** Between two pings of the server, ms. @default 20_000 */
  readonly pingInterval: number
  /** Without a pong after a ping for this long (ms), the connection is cut. @default 60_000 */
  readonly pongTimeout: number
  /** REST request weight of one caller in a minute of the clock; more gets 429. @default 6000 */
  readonly weightPerMinute: number
  /** Requests beyond the weight that get 429; one more is answered with 418, and so is all that follows until the ban ends. @default 10 */
  readonly rejectionsBeforeBan: number
  /** A connection lives this long, ms. @default 86_400_000 (24 h) */
  readonly maxAge: number
}

/**
 * Binance's own, but for `frameBytes`, `bufferedBytes` and `rejectionsBeforeBan`, which it does not tell.
 * Source: web-socket-streams.md, WebSocket Limits and General WSS information; rest-api.md, IP Limits and `rateLimits` of exchangeInfo.
 */
export const binanceLimits: Limits = {
  messagesPerSecond: 5,
  streams: 1_024,
  frameBytes: 4_096,
  connectionsPer5Minutes: 300,
  bufferedBytes: 64 * 2 ** 20,
  pingInterval: 20_000,
  pongTimeout: 60_000,
  weightPerMinute: 6_000,
  rejectionsBeforeBan: 10,
  maxAge: 86_400_000,
}
