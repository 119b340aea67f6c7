/** Everything that can go wrong with an exchange, on command. */
import type { FaultDesk, Rejection } from './fault-desk.js'
import { Frame } from './frame.js'
import type { Hub } from './hub.js'
import type { Session } from './session.js'

/** Which connection: its id, or every one that is open now when left out. */
export interface Target {
  readonly connection?: number
}

/** Ends a fault before its time. */
export type Lift = () => void

/**
 * Faults on command. Each acts at once, or on the next `count` occasions (until lifted where that is Infinity).
 * They act in memory and over a real socket alike.
 *
 * ```ts
 * import { createExchange } from 'rxmarket/simulator'
 *
 * const exchange = createExchange()
 * exchange.faults.drop({ code: 1011, reason: 'internal error' })
 * const lift = exchange.faults.silence('btcusdt@trade')
 * exchange.faults.corrupt('btcusdt@trade', ({ p, ...rest }) => ({ ...rest, p: Number(p) }), 3)
 * lift()
 * ```
 */
export interface Faults {
  /**
   * Closes with a code and a reason. @default code 1011, no reason
   * @throws `RangeError` for what no close frame can carry, such as 1006: that is what `reset()` looks like
   */
  drop(options?: Target & { readonly code?: number; readonly reason?: string }): void
  /** Cuts the line without a close frame: the client sees 1006. */
  reset(target?: Target): void
  /** Leaves the line open and dead: nothing is sent, read or answered any more, no pong either. Cannot be lifted. */
  halfOpen(target?: Target): void
  /** Keeps back every frame of a stream; it stays subscribed and listed. */
  silence(stream: string): Lift
  /** Takes a stream off a connection's list without telling it. */
  forget(stream: string, target?: Target): void
  /** Changes the payloads of the next `count` frames of a stream: drop a field, mistype it. @default count 1 */
  corrupt<P = Record<string, unknown>>(stream: string, change: (payload: P) => unknown, count?: number): Lift
  /** Sends a text that is no JSON. @default `{"stream":"btcusdt@tra` */
  garbage(options?: Target & { readonly text?: string }): void
  /** Sends any text, to one connection or all. */
  send(text: string, target?: Target): void
  /** Publishes a payload (an object, or its JSON text) to all who have subscribed to the stream. */
  inject(stream: string, payload: unknown): void
  /** Answers the next `count` control messages `delay` ms late. @default count Infinity */
  delayAcks(delay: number, count?: number): Lift
  /** Does not answer the next `count` control messages, though they are carried out. @default count 1 */
  loseAcks(count?: number): Lift
  /**
   * Rejects the next `count` SUBSCRIBEs that name a certain stream: the whole command, as the exchange does.
   * @default code 2, `Invalid request: invalid stream`, count Infinity
   */
  reject(
    stream: string | ((stream: string) => boolean),
    options?: Partial<Rejection> & { readonly count?: number },
  ): Lift
  /**
   * Turns away the next `count` connections: with an HTTP status, or by cutting the line when `status` is left out.
   * @default count Infinity
   */
  refuse(options?: { readonly count?: number; readonly status?: number }): Lift
  /** Lifts every fault that can be. */
  clear(): void
}

export function createFaults(desk: FaultDesk, hub: Hub, sessions: () => Iterable<Session>): Faults {
  const each = (target: Target | undefined, act: (session: Session) => void) => {
    for (const session of [...sessions()]) {
      if (target?.connection === undefined || target.connection === session.id) act(session)
    }
  }
  return {
    drop({ code = 1011, reason = '', ...target } = {}) {
      checkClose(code, reason)
      each(target, session => session.close(code, reason))
    },
    reset: target => each(target, session => session.reset()),
    halfOpen: target => each(target, session => session.freeze()),
    silence(stream) {
      desk.silent.add(stream)
      return () => void desk.silent.delete(stream)
    },
    forget: (stream, target) => each(target, session => session.forget(stream)),
    corrupt: (stream, change, count = 1) =>
      desk.corruptions.add({ stream, change: change as (payload: unknown) => unknown }, count),
    garbage: ({ text = '{"stream":"btcusdt@tra', ...target } = {}) =>
      each(target, session => session.send(text)),
    send: (text, target) => each(target, session => session.send(text)),
    inject(stream, payload) {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
      hub.publish(new Frame(stream, () => text))
    },
    delayAcks: (delay, count = Infinity) => desk.lateReplies.add(delay, count),
    loseAcks: (count = 1) => desk.lostReplies.add(true, count),
    reject(stream, { code = 2, msg = 'Invalid request: invalid stream', count = Infinity } = {}) {
      const matches = typeof stream === 'string' ? (name: string) => name === stream : stream
      return desk.rejections.add({ matches, reply: { code, msg } }, count)
    },
    refuse: ({ count = Infinity, status } = {}) => desk.refusals.add({ status }, count),
    clear: () => desk.clear(),
  }
}

/** RFC 6455, 7.4 and 5.5: which codes may be sent, and how long a reason may be. */
function checkClose(code: number, reason: string): void {
  const sendable =
    (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999)
  if (!sendable)
    throw new RangeError(`No close frame can carry the code ${code}: use 1000 to 4999, or reset() for 1006`)
  if (new TextEncoder().encode(reason).length > 123)
    throw new RangeError('A close reason has at most 123 bytes')
}
