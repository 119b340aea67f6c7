/** Every fault there is, as data. */
import type { AckFault } from './ack-faults.js'
import type { ConnectionFault } from './connection-faults.js'
import type { ContentFault } from './content-faults.js'
import type { DeliveryFault } from './delivery-faults.js'
import type { LinkFault } from './link-faults.js'
import type { MarketFault } from './market-faults.js'
import type { RestFault } from './rest-faults.js'

/**
 * Something that goes wrong, as data: told apart by `fault`, and JSON all through.
 *
 * | fault | what happens | what a client sees |
 * | --- | --- | --- |
 * | `drop` | closes with a code and a reason | a clean close with that code |
 * | `reset` | cuts the line | an error and a close with 1006 |
 * | `halfOpen` | the line stays open and dead | silence, no pong; its own close ends unclean |
 * | `expire` | the 24 hours are over | a close with 1001 |
 * | `serverShutdown` | announces the end, then closes | the `serverShutdown` event, then a close with 1001 |
 * | `refuse` | turns connections away | a handshake with that status, or a cut line; in memory an error and 1006 |
 * | `slowLink` | so many bytes a second, a delay | frames ever later; 1006 once `limits.bufferedBytes` wait |
 * | `stutter` | pauses, then lets go | nothing, then all of it at once |
 * | `delayAcks` | late replies | a command that works, and is acknowledged late |
 * | `loseAcks` | no replies | a command that works, and is never acknowledged |
 * | `duplicateAcks` | two replies | the same reply twice |
 * | `reject` | refuses a SUBSCRIBE | an error reply; no stream of that command |
 * | `garbage` | a text that is no JSON | that text |
 * | `send` | any text | that text |
 * | `inject` | any payload of a stream | a frame that the market never said |
 * | `truncate` | cuts frames short | broken JSON |
 * | `oversize` | pads frames with blanks | a very long frame of good JSON |
 * | `dropField` | leaves a field out | a payload without it |
 * | `setField` | sets a field | a payload with a wrong value, or a field that nobody knows |
 * | `silence` | one stream says nothing | nothing of it, though it is listed |
 * | `forget` | drops a subscription | nothing of it, and it is not listed |
 * | `skip` | loses frames | a hole: on a diff-depth stream `U` is not the last `u` + 1 |
 * | `repeat` | frames twice | duplicates |
 * | `reorder` | swaps two frames | the later one first |
 * | `skewClock` | a wrong clock | `E` and `T`, and REST's `serverTime`, ahead or behind |
 * | `staleSnapshots` | an old book from REST | `lastUpdateId` older than the stream's first `U` |
 * | `restError` | REST fails | that status, with `Retry-After` where it belongs |
 * | `restDelay` | REST is slow | the right answer, late |
 * | `restTimeout` | REST gives up | 504 and code -1007 after 10 seconds |
 * | `restHang` | REST says nothing | no answer |
 */
export type Fault =
  ConnectionFault | LinkFault | AckFault | ContentFault | DeliveryFault | MarketFault | RestFault

/** The names of all faults. */
export type FaultName = Fault['fault']

/** The fault of a name. */
export type FaultOf<N extends FaultName> = Extract<Fault, { readonly fault: N }>

/** What has to happen for a fault to begin, counted from when its schedule began. */
export type Trigger =
  /** So many frames of a stream (`*` for any text; of any stream when left out) have been published to subscribers. */
  | { readonly frames: number; readonly stream?: string }
  /** So many connections have opened. */
  | { readonly connections: number }
  /** So many control messages have been carried out. */
  | { readonly commands: number }
  /** So many REST requests of a route (as in `restError`; of any when left out) have been answered. */
  | { readonly requests: number; readonly route?: string }

/** When a fault begins, by the clock. */
export interface AtTime {
  /** Milliseconds after the schedule began. @default `every` where that is given, else 0 */
  readonly at?: number
  readonly after?: never
  /** Milliseconds between one time and the next. */
  readonly every?: number
  /** How often in all. @default 1; without end where `every` is given */
  readonly times?: number
}

/** When a fault begins, by what happens. */
export interface AfterEvent {
  readonly after: Trigger
  readonly at?: never
  readonly every?: never
  /** How often in all: each time after as many events again. @default 1 */
  readonly times?: number
}

/**
 * A fault, and when it begins. A list of them is a schedule, for `createExchange({ faults })`, `exchange.faults.play` and
 * the command's `--faults` file. Names and fields are checked when it is given: `InvalidFaultError`.
 *
 * Gotchas: a list that stands in a variable needs its type, as here, or TypeScript takes its names for any text. A stream is named as
 * the client asks for it: `depthDiff$('BTCUSDT', { speed: 100 })` hears `btcusdt@depth@100ms`, and nothing of faults on `btcusdt@depth`.
 *
 * ```ts
 * import { createExchange, type ScheduledFault } from 'rxmarket/simulator'
 *
 * const faults: ScheduledFault[] = [
 *   { at: 60_000, fault: 'drop', code: 1011 },
 *   { at: 90_000, fault: 'slowLink', bytesPerSecond: 2_000, for: 10_000 },
 *   { after: { frames: 100, stream: 'btcusdt@depth' }, fault: 'skip', stream: 'btcusdt@depth', times: 3 },
 *   { every: 300_000, fault: 'restError', status: 429, count: 2 },
 * ]
 * const exchange = createExchange({ faults })
 * await exchange.close()
 * ```
 */
export type ScheduledFault = Fault & (AtTime | AfterEvent)
