/** The faults of an exchange as methods: the public interface. */
import type { Observable } from 'rxjs'
import type { Rejection } from './active/reply-faults.js'
import type { Target } from './active/target.js'
import type { FaultName, FaultOf, ScheduledFault } from './fault.js'

/** Clears a fault, or stops a schedule, before its time. */
export type ClearFault = () => void

/** @deprecated the name of `ClearFault` until 0.1 */
export type Lift = ClearFault

/** A fault that has started. */
export interface StartedFault {
  /** Exchange time, epoch ms. */
  readonly at: number
  /** Its name. `corrupt` exists as a method only. */
  readonly fault: FaultName | 'corrupt'
}

/** @deprecated the name of `StartedFault` until 0.1 */
export type BegunFault = StartedFault

/** The fields of a fault but its name. */
type Options<N extends FaultName> = Omit<FaultOf<N>, 'fault'>

/**
 * Starts faults. Each acts at once, or the next `count` times (until it is cleared where that is
 * Infinity), in memory and over sockets alike. An invalid fault throws `InvalidFaultError`
 * (`INVALID_FAULT`).
 *
 * Each is also a `Fault`, plain data, for a schedule: `{ fault: 'drop', code: 1011 }` is
 * `drop({ code: 1011 })`. `Fault` has a table of them all.
 *
 * ```ts
 * import { createExchange } from 'rxmarket/simulator'
 *
 * const exchange = createExchange()
 * exchange.faults.drop({ code: 1011, reason: 'internal error' })
 * const clear = exchange.faults.silence('btcusdt@trade')
 * exchange.faults.corrupt('btcusdt@trade', ({ p, ...rest }) => ({ ...rest, p: Number(p) }), 3)
 * clear()
 * const stop = exchange.faults.play([
 *   { at: 1_000, fault: 'reset' },
 *   { fault: 'slowLink', bytesPerSecond: 500 },
 * ])
 * stop()
 * ```
 */
export interface Faults {
  /** Closes with a code and a reason. @default code 1011, no reason */
  drop(options?: Options<'drop'>): void
  /** Destroys the TCP connection without a close frame: the client sees 1006. */
  reset(target?: Target): void
  /**
   * Leaves connections half-open: nothing is sent, read or answered any more, not even pings.
   * Cannot be cleared.
   */
  halfOpen(target?: Target): void
  /** Ends connections as after their 24 hours: 1001, `Connection expired`. */
  expire(target?: Target): void
  /**
   * Rejects the next `count` connections: with an HTTP status, or, without one, by destroying the
   * TCP connection.
   * @default count Infinity
   */
  refuse(options?: Options<'refuse'>): ClearFault
  /** Limits the bandwidth of connections, including those that open meanwhile. */
  slowLink(options: Options<'slowLink'>): ClearFault
  /**
   * Holds everything for `pause` ms, releases it at once, flows for `flow` ms (0), and begins
   * again.
   */
  stutter(options: Options<'stutter'>): ClearFault
  /**
   * Delays the replies to the next `count` control messages by `delay` ms. @default count Infinity
   */
  delayAcks(delay: number, count?: number): ClearFault
  /**
   * Does not reply to the next `count` control messages, though they are executed. @default count 1
   */
  loseAcks(count?: number): ClearFault
  /** Replies twice to the next `count` control messages. @default count 1 */
  duplicateAcks(count?: number): ClearFault
  /**
   * Rejects the next `count` SUBSCRIBEs that name a certain stream: the whole command, as the
   * exchange does.
   * @param stream a name, in which each `*` matches any text, or a predicate of names
   * @default code 2, `Invalid request: invalid stream`, count Infinity
   */
  reject(
    stream: string | ((stream: string) => boolean),
    options?: Partial<Rejection> & { readonly count?: number },
  ): ClearFault
  /** Sends text that is not JSON. @default `{"stream":"btcusdt@tra` */
  garbage(options?: Options<'garbage'>): void
  /** Sends any text, to one connection or all. */
  send(text: string, target?: Target): void
  /** Publishes a payload (an object, or its JSON text) to all subscribers of the stream. */
  inject(stream: string, payload: unknown): void
  /** Cuts the next `count` frames short, to `keep` (0.5) of their text. @default count 1 */
  truncate(options: Options<'truncate'>): ClearFault
  /** Pads the next `count` frames with blanks, to `bytes` (a megabyte). @default count 1 */
  oversize(options: Options<'oversize'>): ClearFault
  /**
   * Changes the payloads of the next `count` frames of a stream: remove a field, change its type.
   * @default count 1
   */
  corrupt<P = Record<string, unknown>>(
    stream: string,
    change: (payload: P) => unknown,
    count?: number,
  ): ClearFault
  /** Removes a field from the next `count` payloads. @default count 1 */
  dropField(options: Options<'dropField'>): ClearFault
  /** Sets a field of the next `count` payloads. @default count 1 */
  setField(options: Options<'setField'>): ClearFault
  /** Drops every frame of a stream (`*` matches any text); it stays subscribed and listed. */
  silence(stream: string, target?: Target): ClearFault
  /** Removes a stream from a connection's subscriptions without notice. */
  forget(stream: string, target?: Target): void
  /** Drops the next `count` frames of a stream: a gap in the diffs of a depth. @default count 1 */
  skip(options: Options<'skip'>): ClearFault
  /** Sends the next `count` frames of a stream twice. @default count 1 */
  repeat(options: Options<'repeat'>): ClearFault
  /**
   * Delays the next frame of a stream until after the following one, `count` times. @default count
   * 1
   */
  reorder(options: Options<'reorder'>): ClearFault
  /**
   * Restarts the exchange from nothing: ids begin at 1, also those of REST. Closes all connections
   * with 1012, unless `keepConnections`. Cannot be cleared.
   */
  restart(options?: Options<'restart'>): void
  /** Skews the clock that streams and REST report. */
  skewClock(options: Options<'skewClock'>): ClearFault
  /** Serves REST `depth` from the current book. */
  staleSnapshots(options?: Options<'staleSnapshots'>): ClearFault
  /** Responds to the next `count` REST requests with an error. @default count 1 */
  restError(options: Options<'restError'>): ClearFault
  /** Delays the responses to the next `count` REST requests. @default count 1 */
  restDelay(options: Options<'restDelay'>): ClearFault
  /**
   * Lets the next `count` REST requests time out after 10 seconds: 504 with code -1007. @default
   * count 1
   */
  restTimeout(options?: Options<'restTimeout'>): ClearFault
  /** Never responds to the next `count` REST requests. @default count 1 */
  restHang(options?: Options<'restHang'>): ClearFault
  /**
   * Runs a schedule from now on; what is due at once starts synchronously. Clearing stops it and
   * clears what it started.
   *
   * Throws `InvalidFaultError` (`INVALID_FAULT`), and starts nothing, when an entry is invalid.
   */
  play(schedule: readonly ScheduledFault[]): ClearFault
  /** Clears every fault that can be, and stops every schedule. */
  clear(): void
  /** Faults that have started so far. */
  readonly started: number
  /** Emits each fault as it starts. Hot; completes when the exchange closes. */
  readonly started$: Observable<StartedFault>
  /** @deprecated the name of `started` until 0.1 */
  readonly begun: number
  /** @deprecated the name of `started$` until 0.1 */
  readonly begun$: Observable<StartedFault>
}
