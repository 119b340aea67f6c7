/** Everything that can go wrong with an exchange, on command or by a schedule. */
import type { Observable } from 'rxjs'
import type { Rejection } from './ack-desk.js'
import type { FaultName, FaultOf, ScheduledFault } from './fault.js'
import type { Target } from './stage.js'

/** Ends a fault, or a schedule of them, before its time. */
export type Lift = () => void

/** A fault that has begun. */
export interface BegunFault {
  /** Exchange time, epoch ms. */
  readonly at: number
  /** Its name; `corrupt` is the one that is no data. */
  readonly fault: FaultName | 'corrupt'
}

/** What a fault takes, but for its name. */
type Options<N extends FaultName> = Omit<FaultOf<N>, 'fault'>

/**
 * Faults on command. Each acts at once, or on the next `count` occasions (until lifted where that is Infinity).
 * They act in memory and over a real socket alike. What cannot be throws `InvalidFaultError` (`INVALID_FAULT`).
 *
 * Each is also a `Fault`, plain data, for a schedule: `{ fault: 'drop', code: 1011 }` is `drop({ code: 1011 })`. The
 * table of all of them stands at `Fault`.
 *
 * ```ts
 * import { createExchange } from 'rxmarket/simulator'
 *
 * const exchange = createExchange()
 * exchange.faults.drop({ code: 1011, reason: 'internal error' })
 * const lift = exchange.faults.silence('btcusdt@trade')
 * exchange.faults.corrupt('btcusdt@trade', ({ p, ...rest }) => ({ ...rest, p: Number(p) }), 3)
 * lift()
 * const stop = exchange.faults.play([{ at: 1_000, fault: 'reset' }, { fault: 'slowLink', bytesPerSecond: 500 }])
 * stop()
 * ```
 */
export interface Faults {
  /** Closes with a code and a reason. @default code 1011, no reason */
  drop(options?: Options<'drop'>): void
  /** Cuts the line without a close frame: the client sees 1006. */
  reset(target?: Target): void
  /** Leaves the line open and dead: nothing is sent, read or answered any more, no pong either. Cannot be lifted. */
  halfOpen(target?: Target): void
  /** Ends connections as their 24 hours would: 1001, `Connection expired`. */
  expire(target?: Target): void
  /**
   * Turns away the next `count` connections: with an HTTP status, or by cutting the line when `status` is left out.
   * @default count Infinity
   */
  refuse(options?: Options<'refuse'>): Lift
  /** Lets only so many bytes a second through to connections, also to those that open meanwhile. */
  slowLink(options: Options<'slowLink'>): Lift
  /** Holds everything back for `pause` ms, lets it go at once, flows for `flow` ms (0), and begins again. */
  stutter(options: Options<'stutter'>): Lift
  /** Answers the next `count` control messages `delay` ms late. @default count Infinity */
  delayAcks(delay: number, count?: number): Lift
  /** Does not answer the next `count` control messages, though they are carried out. @default count 1 */
  loseAcks(count?: number): Lift
  /** Answers the next `count` control messages twice. @default count 1 */
  duplicateAcks(count?: number): Lift
  /**
   * Rejects the next `count` SUBSCRIBEs that name a certain stream: the whole command, as the exchange does.
   * @param stream a name, in which each `*` stands for any text, or a test of names
   * @default code 2, `Invalid request: invalid stream`, count Infinity
   */
  reject(
    stream: string | ((stream: string) => boolean),
    options?: Partial<Rejection> & { readonly count?: number },
  ): Lift
  /** Sends a text that is no JSON. @default `{"stream":"btcusdt@tra` */
  garbage(options?: Options<'garbage'>): void
  /** Sends any text, to one connection or all. */
  send(text: string, target?: Target): void
  /** Publishes a payload (an object, or its JSON text) to all who have subscribed to the stream. */
  inject(stream: string, payload: unknown): void
  /** Ends the next `count` frames too soon, at `keep` (0.5) of their text. @default count 1 */
  truncate(options: Options<'truncate'>): Lift
  /** Pads the next `count` frames with blanks, to `bytes` (a megabyte). @default count 1 */
  oversize(options: Options<'oversize'>): Lift
  /** Changes the payloads of the next `count` frames of a stream: drop a field, mistype it. @default count 1 */
  corrupt<P = Record<string, unknown>>(stream: string, change: (payload: P) => unknown, count?: number): Lift
  /** Leaves a field out of the next `count` payloads. @default count 1 */
  dropField(options: Options<'dropField'>): Lift
  /** Sets a field of the next `count` payloads. @default count 1 */
  setField(options: Options<'setField'>): Lift
  /** Keeps back every frame of a stream (`*` in it for any text); it stays subscribed and listed. */
  silence(stream: string, target?: Target): Lift
  /** Takes a stream off a connection's list without telling it. */
  forget(stream: string, target?: Target): void
  /** Loses the next `count` frames of a stream: a hole in the diffs of a depth. @default count 1 */
  skip(options: Options<'skip'>): Lift
  /** Sends the next `count` frames of a stream twice. @default count 1 */
  repeat(options: Options<'repeat'>): Lift
  /** Sends the next frame of a stream after the one that follows it, `count` times. @default count 1 */
  reorder(options: Options<'reorder'>): Lift
  /** Puts the clock wrong, in what streams and REST say of the time. */
  skewClock(options: Options<'skewClock'>): Lift
  /** Goes on answering REST `depth` with the book as it is now. */
  staleSnapshots(options?: Options<'staleSnapshots'>): Lift
  /** Answers the next `count` REST requests with an error. @default count 1 */
  restError(options: Options<'restError'>): Lift
  /** Answers the next `count` REST requests late. @default count 1 */
  restDelay(options: Options<'restDelay'>): Lift
  /** Lets the next `count` REST requests time out after 10 seconds: 504 with code -1007. @default count 1 */
  restTimeout(options?: Options<'restTimeout'>): Lift
  /** Never answers the next `count` REST requests. @default count 1 */
  restHang(options?: Options<'restHang'>): Lift
  /**
   * Plays a schedule from now on. What is due at once happens within the call. Lifting it stops it, and lifts what it began.
   *
   * Throws `InvalidFaultError` (`INVALID_FAULT`), and begins nothing, when any entry is not as it must be.
   */
  play(schedule: readonly ScheduledFault[]): Lift
  /** Lifts every fault that can be, and stops every schedule. */
  clear(): void
  /** Faults that have begun so far. */
  readonly begun: number
  /** Each fault as it begins. Hot; completes when the exchange closes. */
  readonly begun$: Observable<BegunFault>
}
