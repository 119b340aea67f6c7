/** An entry that a live market reports to its `debug` option. */
import type { MarketError } from '../validation/market-error.js'
import type { ConnectionStatus } from './status.js'

interface EntryBase<T extends string> {
  readonly type: T
  /** The connection's index in the pool, from 0. */
  readonly connection: number
  /** Epoch milliseconds, by the market's scheduler. */
  readonly at: number
}

interface SessionEntry<T extends string> extends EntryBase<T> {
  /**
   * The session of the connection, each of which opens one socket; counted from 1. A connection has
   * several at a time while it rotates, and with mirrors.
   */
  readonly session: number
}

/**
 * A frame was received: market data, or an answer of the exchange. Reported before it is decoded.
 */
export interface DebugFrame extends SessionEntry<'frame'> {
  /** The frame on one line, without control characters, at most 1,000 characters. */
  readonly text: string
  /**
   * The size of the whole frame: bytes, or characters where the socket delivers text (browsers,
   * `connect`).
   */
  readonly size: number
}

/** A command is being sent: SUBSCRIBE, UNSUBSCRIBE or the probe LIST_SUBSCRIPTIONS. */
export interface DebugCommand extends SessionEntry<'command'> {
  /** The JSON that is sent. */
  readonly text: string
}

/** A socket changed its state, or received a ping. */
export interface DebugSocket extends SessionEntry<'socket'> {
  /**
   * `closing` is a closing handshake that we start, `terminated` a close without one. An attempt
   * that fails has an `error`, a `closed`, or both.
   */
  readonly event: 'opening' | 'open' | 'ping' | 'error' | 'closing' | 'terminated' | 'closed'
  /**
   * The URL of `opening`, the cause of `error`, code and reason of `closed`; else empty. At most
   * 1,000 characters.
   */
  readonly detail: string
}

/** The connection emits a status on `connection$`. */
export interface DebugStatus extends EntryBase<'status'> {
  readonly status: ConnectionStatus
}

/** The connection emits an error on `errors$`. */
export interface DebugError extends EntryBase<'error'> {
  readonly error: MarketError
}

/**
 * An entry of the `debug` option of a live market, discriminated on `type`. URLs in it have no
 * credentials.
 */
export type DebugEntry = DebugFrame | DebugCommand | DebugSocket | DebugStatus | DebugError
