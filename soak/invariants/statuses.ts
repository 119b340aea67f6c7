/**
 * Statuses: each connection's follow the documented order and are true. A socket connects and opens
 * when its status is emitted. A connection is `live` only when the exchange has confirmed every
 * wanted stream. A connection has one socket at a time.
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { ClientOptions } from '../scenario/scenario.js'

type StatusType = ConnectionStatus['type']

/**
 * The statuses that may follow each. The first is `connecting`, as is the next one after `closed`
 * by us and `failed`.
 */
const FOLLOWS: Readonly<Record<StatusType | 'nothing', readonly StatusType[]>> = {
  nothing: ['connecting', 'waiting'],
  waiting: ['connecting', 'waiting', 'closed'],
  connecting: ['open', 'closed'],
  open: ['subscribing', 'stale', 'closed'],
  subscribing: ['live', 'stale', 'closed'],
  live: ['live', 'subscribing', 'rotating', 'stale', 'closed'],
  rotating: ['rotating', 'live', 'subscribing', 'stale', 'closed'],
  stale: ['closed'],
  // One of the first two at once after a drop; the third on the next subscribe after we closed it.
  closed: ['reconnecting', 'failed', 'connecting', 'waiting'],
  // Closed when the last subscriber unsubscribes while it waits.
  reconnecting: ['connecting', 'waiting', 'closed'],
  failed: ['connecting', 'waiting'],
}

/** The client's options that its statuses depend on. */
export type StatusesOptions = Pick<ClientOptions, 'commandTimeout' | 'heartbeatInterval' | 'closeTimeout'>

export class Statuses implements Invariant {
  readonly name = 'statuses'
  readonly #state: ObservedState
  readonly #options: StatusesOptions
  readonly #violate: Violate
  readonly #last = new Map<number, ConnectionStatus>()
  /** When each was emitted, in time that has passed. */
  readonly #lastAt = new Map<number, number>()
  /** Whether each connection was certainly wanted when it closed. */
  readonly #wasWanted = new Map<number, boolean>()
  #closingAt: number | undefined
  #isComplete = false

  constructor(state: ObservedState, options: StatusesOptions, violate: Violate) {
    this.#state = state
    this.#options = options
    this.#violate = violate
  }

  onStatus(status: ConnectionStatus): void {
    const state = this.#state
    const { connection, type, at } = status
    const name = `connection ${connection}`
    const last = this.#last.get(connection)
    const before = last?.type ?? 'nothing'
    const lastAt = this.#lastAt.get(connection) ?? -Infinity
    if (!FOLLOWS[before].includes(type)) this.#violate(`${name} was ${before} and is ${type}`)
    if (at !== state.clock) this.#violate(`${name} is ${type} at ${at}, emitted at ${state.clock}`)
    if (this.#isComplete) this.#violate(`${name} is ${type} after the market has closed`)
    this.#last.set(connection, status)
    this.#lastAt.set(connection, state.now)
    switch (type) {
      case 'connecting':
        this.#checkConnecting(status, last, lastAt)
        state.connecting = connection
        return
      case 'open':
        if (state.activeSocket(connection) === undefined) this.#violate(`${name} is open, and no socket is`)
        return
      case 'live':
        return this.#checkLive(connection, status.streams)
      case 'subscribing':
        if (status.pending < 1) this.#violate(`${name} is subscribing ${status.pending} streams`)
        return
      case 'stale':
        return this.#checkStale(connection)
      case 'reconnecting':
      case 'failed':
        if (lastAt !== state.now) this.#violate(`${name} is ${type} at ${state.now}, and closed at ${lastAt}`)
        return
      case 'closed':
        this.#wasWanted.set(connection, state.wantedOn(connection).size > 0)
        return
      case 'waiting':
    }
  }

  onReplayedStatuses(statuses: readonly ConnectionStatus[]): void {
    const last = [...this.#last.values()]
    const isRight = statuses.length === last.length && last.every(each => statuses.includes(each))
    if (this.#isComplete || isRight) return
    const types = (list: readonly ConnectionStatus[]): string =>
      list.map(({ type }) => type).join(', ') || 'nothing'
    this.#violate(`connection$ begins with ${types(statuses)}, and the latest statuses are ${types(last)}`)
  }

  onWireStep(step: WireStep): void {
    if (step.type !== 'connect') return
    const last = this.#last.get(this.#state.connecting)
    if (last?.type !== 'connecting' || this.#lastAt.get(last.connection) !== step.at) {
      this.#violate(`socket ${step.socket} connects, and no connection is connecting`)
    }
    for (const { number, connection, isClosing } of this.#state.sockets.values()) {
      if (connection === last.connection && number !== step.socket && !isClosing) {
        this.#violate(
          `socket ${step.socket} connects, and connection ${connection} still has socket ${number}`,
        )
      }
    }
  }

  onClosing(): void {
    this.#closingAt = this.#state.now
  }

  onStatusesComplete(): void {
    this.#isComplete = true
    const { closeTimeout } = this.#options
    const took = this.#state.now - (this.#closingAt ?? Infinity)
    if (!(took <= 2 * closeTimeout + this.#state.latenessSince(this.#closingAt ?? 0))) {
      this.#violate(
        `connection$ completed ${took} ms after close(), with a closeTimeout of ${closeTimeout} ms`,
      )
    }
  }

  onQuiescent(): void {
    const state = this.#state
    for (const [connection, { type }] of this.#last) {
      const isWanted = state.wantedOn(connection).size > 0
      if (isWanted && type !== 'live') {
        this.#violate(`connection ${connection} is ${type} when the system is quiescent`)
      }
      // A subscriber without a known connection may want this one.
      const isUnwanted = ![...state.subscribers].some(
        ({ streams, connections }) => connections.size < streams.size,
      )
      if (!isWanted && isUnwanted && type !== 'closed' && type !== 'failed') {
        this.#violate(`connection ${connection} is ${type} when the system is quiescent, and not wanted`)
      }
    }
  }

  onClosed(): void {
    if (!this.#isComplete) this.#violate('connection$ has not completed, and the market is closed')
  }

  #checkConnecting(
    { connection }: ConnectionStatus,
    last: ConnectionStatus | undefined,
    lastAt: number,
  ): void {
    const waited = this.#state.now - lastAt
    const isLost = last?.type === 'closed' && last.code !== 1000
    if (isLost && this.#wasWanted.get(connection) === true) {
      this.#violate(`connection ${connection} was lost (${last.code}) and connects without reconnecting`)
    }
    const delay =
      last?.type === 'reconnecting' ? last.delay : last?.type === 'waiting' ? last.until - last.at : 0
    // `until` is rounded up.
    if (waited < Math.floor(delay) - 1) {
      this.#violate(`connection ${connection} waited ${waited} ms instead of ${delay} ms`)
    }
  }

  #checkLive(connection: number, streams: number): void {
    const socket = this.#state.activeSocket(connection)
    if (socket === undefined) this.#violate(`connection ${connection} is live, and no socket is open`)
    const wanted = this.#state.wantedOn(connection)
    for (const stream of wanted) {
      if (!socket.confirmed.has(stream)) {
        this.#violate(`connection ${connection} is live, and the exchange has not confirmed ${stream}`)
      }
    }
    if (streams < wanted.size) {
      this.#violate(`connection ${connection} is live with ${streams} streams, and ${wanted.size} are wanted`)
    }
  }

  #checkStale(connection: number): void {
    const { commandTimeout, heartbeatInterval } = this.#options
    const socket = this.#state.activeSocket(connection)
    if (socket === undefined) this.#violate(`connection ${connection} is stale, and no socket is open`)
    const isUnanswered = [...socket.commands.values()].some(
      ({ method, at, answeredAt }) =>
        method === 'LIST_SUBSCRIPTIONS' &&
        answeredAt === Infinity &&
        this.#state.now - at >= Math.min(commandTimeout, heartbeatInterval),
    )
    if (!isUnanswered) this.#violate(`connection ${connection} is stale, and has answered every probe`)
  }
}
