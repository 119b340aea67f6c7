/** Faults as data: every kind, and when it starts. */
import type { ConnectionFault } from './definitions/connection-faults.js'
import type { ContentFault } from './definitions/content-faults.js'
import type { DeliveryFault } from './definitions/delivery-faults.js'
import type { MarketFault } from './definitions/market-faults.js'
import type { ReplyFault } from './definitions/reply-faults.js'
import type { RestFault } from './definitions/rest-faults.js'
import type { ThrottleFault } from './definitions/throttle-faults.js'

/**
 * A fault as data: JSON, discriminated by `fault`.
 *
 * | fault | what happens | what a client sees |
 * | --- | --- | --- |
 * | `drop` | closes with a code and a reason | a clean close with that code |
 * | `reset` | destroys the TCP connection | an error and a close with 1006 |
 * | `halfOpen` | leaves the connection half-open | silence, no pong; its own close is unclean |
 * | `expire` | ends the 24 hours | a close with 1001 |
 * | `serverShutdown` | announces a shutdown, then closes | the `serverShutdown` event, then a close with 1001 |
 * | `refuse` | rejects connections | a handshake with that status, or a destroyed TCP connection; in memory an error and 1006 |
 * | `slowLink` | limits the bandwidth, adds a delay | frames ever later; 1006 once `limits.bufferedBytes` wait |
 * | `stutter` | pauses, then releases | nothing, then everything at once |
 * | `delayAcks` | delays replies | a command that works, and is acknowledged late |
 * | `loseAcks` | sends no replies | a command that works, and is never acknowledged |
 * | `duplicateAcks` | sends two replies | the same reply twice |
 * | `reject` | rejects a SUBSCRIBE | an error reply; no stream of that command |
 * | `garbage` | sends text that is not JSON | that text |
 * | `send` | sends any text | that text |
 * | `inject` | publishes any payload of a stream | a frame that is not of the market |
 * | `truncate` | cuts frames short | broken JSON |
 * | `oversize` | pads frames with blanks | a very long frame of valid JSON |
 * | `dropField` | removes a field | a payload without it |
 * | `setField` | sets a field | a payload with a wrong value, or an unknown field |
 * | `silence` | drops every frame of a stream | nothing of it, though it is listed |
 * | `forget` | removes a subscription | nothing of it, and it is not listed |
 * | `skip` | drops frames | a gap: on a diff-depth stream `U` is not the last `u` + 1 |
 * | `repeat` | sends frames twice | duplicates |
 * | `reorder` | swaps two frames | the later one first |
 * | `restart` | wipes the market: ids begin at 1 | lower ids with later event times, after a close with 1012 or on the same connection |
 * | `skewClock` | skews the clock | `E` and `T`, and REST's `serverTime`, ahead or behind |
 * | `staleSnapshots` | serves an old book over REST | `lastUpdateId` older than the stream's first `U` |
 * | `restError` | responds with an error | that status, with `Retry-After` for 429 and 418 |
 * | `restDelay` | delays responses | the right response, late |
 * | `restTimeout` | times out | 504 and code -1007 after 10 seconds |
 * | `restHang` | never responds | no response |
 */
export type Fault =
  ConnectionFault | ThrottleFault | ReplyFault | ContentFault | DeliveryFault | MarketFault | RestFault

/** The names of all faults. */
export type FaultName = Fault['fault']

/** The fault of a name. */
export type FaultOf<N extends FaultName> = Extract<Fault, { readonly fault: N }>

/** The events after which a fault starts, counted from the start of its schedule. */
export type Trigger =
  /**
   * Frames of a stream (`*` matches any text; any stream by default) that were published to
   * subscribers.
   */
  | { readonly frames: number; readonly stream?: string }
  /** Connections that have opened. */
  | { readonly connections: number }
  /** Control messages that were executed. */
  | { readonly commands: number }
  /** REST requests of a route (as in `restError`; any route by default) that were answered. */
  | { readonly requests: number; readonly route?: string }

/** A start at a time. */
export interface AtTime {
  /** Milliseconds after the start of the schedule. @default `every` where that is given, else 0 */
  readonly at?: number
  readonly after?: never
  /** Milliseconds between repetitions. */
  readonly every?: number
  /** The number of applications in all. @default 1; unlimited where `every` is given */
  readonly times?: number
}

/** A start after events. */
export interface AfterEvent {
  readonly after: Trigger
  readonly at?: never
  readonly every?: never
  /** The number of applications in all, each after the same number of events. @default 1 */
  readonly times?: number
}

/**
 * A fault, and when it starts. A list of faults is a schedule, for `createExchange({ faults })`,
 * `exchange.faults.play` and the command's `--faults` file. Invalid names and fields throw
 * `InvalidFaultError`.
 *
 * Gotchas: a list in a variable needs its type, as in the example, or TypeScript widens its names
 * to strings. A stream is named as the client subscribes to it:
 * `depthDiff$('BTCUSDT', { speed: 100 })` is `btcusdt@depth@100ms`, which faults on `btcusdt@depth`
 * do not affect.
 *
 * ```ts
 * import { createExchange, type ScheduledFault } from 'rxmarket/simulator'
 *
 * const faults: ScheduledFault[] = [
 *   { at: 60_000, fault: 'drop', code: 1011 },
 *   { at: 90_000, fault: 'slowLink', bytesPerSecond: 2_000, for: 10_000 },
 *   {
 *     after: { frames: 100, stream: 'btcusdt@depth' },
 *     fault: 'skip',
 *     stream: 'btcusdt@depth',
 *     times: 3,
 *   },
 *   { every: 300_000, fault: 'restError', status: 429, count: 2 },
 * ]
 * const exchange = createExchange({ faults })
 * await exchange.close()
 * ```
 */
export type ScheduledFault = Fault & (AtTime | AfterEvent)
