/**
 * Closes: the client closes a socket for a reason only. The reasons are: it is no longer wanted, it
 * did not open in time, it is stale, the exchange announced a shutdown, another session has taken
 * over what it carries, the connection has failed, or the market was closed. No frame, whatever its
 * bytes, is a reason.
 *
 * A session has taken over when it is confirmed to carry every wanted stream and has delivered each
 * one that sends, or 30 s after it was confirmed. One that is not confirmed within 30 s has failed;
 * a late answer, or a late list, does not count for that, as the client has asked again.
 *
 * Source: docs/reliability.md, "Rotation".
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { Socket } from '../checker/socket.js'
import type { DecodedFrame } from '../checker/oracle.js'
import type { ClientOptions } from '../scenario/scenario.js'

/** Milliseconds without a frame after which a stream is quiet. */
const QUIET = 2_500
/** Milliseconds after which a handover ends in any case. */
const HANDOVER = 30_000

export type ClosesOptions = Pick<
  ClientOptions,
  'rotation' | 'mirror' | 'commandTimeout' | 'heartbeatInterval'
>

export class Closes implements Invariant {
  readonly name = 'closes'
  readonly #state: ObservedState
  readonly #options: ClosesOptions
  readonly #violate: Violate
  readonly #lastStatus = new Map<number, ConnectionStatus['type']>()
  /** Sockets on which a shutdown was announced. */
  readonly #shutdowns = new Set<number>()
  /**
   * Sockets that the client has begun to close: terminating one that does not close in time needs
   * no further reason.
   */
  readonly #closing = new Set<number>()
  /** When sockets were first confirmed to carry everything that was wanted. */
  readonly #confirmedAt = new WeakMap<Socket, number>()
  /** Sockets that were confirmed so with answers in time, or lists. */
  readonly #confirmedInTime = new WeakSet<Socket>()

  constructor(state: ObservedState, options: ClosesOptions, violate: Violate) {
    this.#state = state
    this.#options = options
    this.#violate = violate
  }

  onStatus({ connection, type }: ConnectionStatus): void {
    this.#lastStatus.set(connection, type)
  }

  onIdle(): void {
    if (!this.#hasSessions) return
    for (const socket of this.#state.sockets.values()) {
      if (!socket.isOpen || this.#confirmedInTime.has(socket)) continue
      const wanted = [...this.#state.wantedOn(socket.connection)]
      if (wanted.every(stream => this.#isConfirmedInTime(socket, stream))) this.#confirmedInTime.add(socket)
      if (this.#confirmedAt.has(socket)) continue
      const times = wanted.map(stream => socket.confirmed.get(stream) ?? Infinity)
      // Noticed at the next step, which may be seconds later.
      const confirmedAt = Math.max(socket.openedAt, ...times)
      if (confirmedAt < Infinity) this.#confirmedAt.set(socket, confirmedAt)
    }
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    if (decoded?.type === 'reply' && decoded.isShutdown === true) this.#shutdowns.add(step.socket)
    if (step.type !== 'leave' || this.#closing.has(step.socket)) return
    this.#closing.add(step.socket)
    const socket = this.#state.socket(step.socket)
    const { connection, openedAt, number } = socket
    const last = this.#lastStatus.get(connection)
    const hasReason =
      this.#state.isMarketClosed ||
      openedAt === Infinity ||
      last === 'stale' ||
      last === 'failed' ||
      !this.#state.isNeeded(connection) ||
      (this.#options.rotation === false
        ? this.#shutdowns.has(number)
        : this.#isGivenUp(socket) || this.#isReplaced(socket)) ||
      (this.#hasSessions && this.#isStale(socket))
    if (!hasReason) this.#violate(`connection ${connection} is closed by the client without a reason`)
  }

  /** Whether a connection may have several sessions, of which one may be stale alone. */
  get #hasSessions(): boolean {
    return this.#options.mirror > 1 || this.#options.rotation !== false
  }

  #isReplaced(old: Socket): boolean {
    const { connection, openedAt } = old
    return this.#state
      .activeSockets(connection)
      .some(next => next !== old && next.openedAt > openedAt && this.#hasTakenOver(next, old))
  }

  #hasTakenOver(next: Socket, old: Socket): boolean {
    const { now } = this.#state
    if (now - (this.#confirmedAt.get(next) ?? Infinity) >= HANDOVER) return true
    const wanted = [...this.#state.wantedOn(next.connection)]
    const quietSince = now - QUIET
    return wanted.every(stream => {
      if (!next.confirmed.has(stream)) return false
      const frameAt = Math.max(next.frames.get(stream) ?? -Infinity, old.frames.get(stream) ?? -Infinity)
      return next.frames.has(stream) || frameAt <= quietSince
    })
  }

  /**
   * Whether the last command that named a stream was answered before the client asked again, or a
   * list after it was: a client ignores an answer to a command that has timed out.
   */
  #isConfirmedInTime({ commands, confirmed }: Socket, stream: string): boolean {
    if (!confirmed.has(stream)) return false
    const inTime = [...commands.values()].filter(
      ({ at, answeredAt }) => answeredAt - at < this.#options.commandTimeout,
    )
    const last = [...commands.values()].filter(({ streams }) => streams.includes(stream)).at(-1)
    return inTime.some(
      each => each === last || (each.method === 'LIST_SUBSCRIPTIONS' && each.id > (last?.id ?? 0)),
    )
  }

  /** Whether a session that was to replace another one was not confirmed in time. */
  #isGivenUp(socket: Socket): boolean {
    const { connection, openedAt } = socket
    const isNext = this.#state.activeSockets(connection).some(other => other.openedAt < openedAt)
    return isNext && this.#state.now - openedAt >= HANDOVER && !this.#confirmedInTime.has(socket)
  }

  /** Whether a probe was not answered. */
  #isStale({ commands }: Socket): boolean {
    const timeout = Math.min(this.#options.commandTimeout, this.#options.heartbeatInterval)
    return [...commands.values()].some(
      ({ method, at, answeredAt }) =>
        method === 'LIST_SUBSCRIPTIONS' && answeredAt === Infinity && this.#state.now - at >= timeout,
    )
  }
}
