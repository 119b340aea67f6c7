/** Statuses: the states that a connection goes through. */

interface StatusBase<T extends string> {
  readonly type: T
  /** The connection's place in the pool, counted from 0. */
  readonly connection: number
  /** Epoch milliseconds. */
  readonly at: number
}

/** A socket is being opened. */
export interface Connecting extends StatusBase<'connecting'> {
  /** Without credentials. */
  readonly url: string
}

/** The socket is open; nothing is subscribed on it yet. */
export type Open = StatusBase<'open'>

/** Commands for streams are under way and not all are acknowledged yet. */
export interface Subscribing extends StatusBase<'subscribing'> {
  /** The number of wanted streams that are not acknowledged. */
  readonly pending: number
}

/** Every wanted stream is acknowledged. */
export interface Live extends StatusBase<'live'> {
  /** The number of live streams. */
  readonly streams: number
  /** The number of sessions that carry them, with the option `mirror`. */
  readonly sessions?: number
}

/**
 * Why a session is replaced: `age`, as the exchange closes each after 24 hours; `shutdown`, as the
 * exchange has announced that it closes this one.
 */
export type RotationReason = 'age' | 'shutdown'

/**
 * The connection is live, and a second session is being opened that is to replace the first. `live`
 * follows when it has, though statuses of new subscriptions may come between.
 */
export interface Rotating extends StatusBase<'rotating'> {
  /** The number of live streams. */
  readonly streams: number
  readonly reason: RotationReason
  /** Counts the attempts of this rotation from 1: the first session goes on while they fail. */
  readonly attempt: number
  /** Why the attempt before failed. */
  readonly cause?: Error
}

/** The exchange did not answer a probe: the connection is closed and reopened. */
export interface Stale extends StatusBase<'stale'> {
  /** Milliseconds since the last frame. */
  readonly silence: number
}

/**
 * The socket is closed: with 1000 where it is no longer needed, with any code where the connection
 * was lost.
 */
export interface Closed extends StatusBase<'closed'> {
  /** The WebSocket close code; 1006 when the connection ended without one. */
  readonly code: number
  readonly reason: string
}

/** The next attempt to connect is not allowed yet. */
export interface Waiting extends StatusBase<'waiting'> {
  /**
   * The cause of the wait: `connectionLimit`, the exchange's limit of connection attempts;
   * `retryAfter`, the time that the exchange demanded; `backoff`, the delay of starting over after
   * connecting has failed again and again.
   */
  readonly reason: 'connectionLimit' | 'retryAfter' | 'backoff'
  /** When the wait ends, epoch milliseconds. */
  readonly until: number
}

/** The connection is opened again after `delay`. */
export interface Reconnecting extends StatusBase<'reconnecting'> {
  /**
   * 1 for the first attempt since the connection was last open for `minUptime`; 0 for the one after
   * a planned shutdown.
   */
  readonly attempt: number
  /** Milliseconds until the attempt. */
  readonly delay: number
  readonly cause: Error
}

/** No attempts are left; every subscriber of this connection got a `ReconnectFailedError`. */
export interface Failed extends StatusBase<'failed'> {
  readonly attempts: number
  readonly cause: Error
}

/**
 * A state of a connection, discriminated on `type`. A healthy connection goes through `connecting`,
 * `open`, `subscribing` and `live`, then `subscribing` and `live` again whenever streams are added,
 * `rotating` and `live` whenever its session is replaced, and `closed`. A lost one goes through
 * `closed` (after `stale` where the heartbeat found it), `reconnecting`, `connecting` …, or
 * `failed`. `waiting` comes before `connecting` wherever an attempt has to wait.
 */
export type ConnectionStatus =
  Waiting | Connecting | Open | Subscribing | Live | Rotating | Stale | Closed | Reconnecting | Failed
