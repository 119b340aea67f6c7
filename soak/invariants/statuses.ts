/**
 * Statuses: each connection's follow the documented order and are true. A socket connects and opens
 * when its status is emitted. A connection is `live` only when the exchange has confirmed every
 * wanted stream on one of its sessions, and is not closed while that is so.
 *
 * The statuses of a connection with mirrors are those of one of them, which may change at any time.
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

/** Those of a connection that is not live, of which a mirror may be live at any time. */
const NOT_LIVE: readonly StatusType[] = [
  ...(['waiting', 'connecting', 'open', 'subscribing', 'live'] as const),
  ...(['stale', 'closed', 'reconnecting', 'failed'] as const),
]

/** As {@link FOLLOWS}, of a connection with mirrors. */
const FOLLOWS_MIRRORED: typeof FOLLOWS = {
  ...FOLLOWS,
  waiting: NOT_LIVE,
  connecting: NOT_LIVE,
  open: NOT_LIVE,
  subscribing: NOT_LIVE,
  closed: NOT_LIVE,
  reconnecting: NOT_LIVE,
}

/** The client's options that its statuses depend on. */
export type StatusesOptions = Pick<
  ClientOptions,
  'commandTimeout' | 'heartbeatInterval' | 'closeTimeout' | 'mirror'
>

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
  readonly #follows: typeof FOLLOWS
  #closingAt: number | undefined
  #isComplete = false

  constructor(state: ObservedState, options: StatusesOptions, violate: Violate) {
    this.#state = state
    this.#options = options
    this.#follows = options.mirror > 1 ? FOLLOWS_MIRRORED : FOLLOWS
    this.#violate = violate
  }

  onStatus(status: ConnectionStatus): void {
    const state = this.#state
    const { connection, type, at } = status
    const name = `connection ${connection}`
    const last = this.#last.get(connection)
    const before = last?.type ?? 'nothing'
    const lastAt = this.#lastAt.get(connection) ?? -Infinity
    if (!this.#follows[before].includes(type)) this.#violate(`${name} was ${before} and is ${type}`)
    if (at !== state.clock) this.#violate(`${name} is ${type} at ${at}, emitted at ${state.clock}`)
    if (this.#isComplete) this.#violate(`${name} is ${type} after the market has closed`)
    this.#last.set(connection, status)
    this.#lastAt.set(connection, state.now)
    switch (type) {
      case 'connecting':
        return this.#checkConnecting(status, last, lastAt)
      case 'open':
        if (state.activeSockets(connection).length === 0) this.#violate(`${name} is open, and no socket is`)
        return
      case 'live':
        return this.#checkLive(status)
      case 'subscribing':
        if (status.pending < 1) this.#violate(`${name} is subscribing ${status.pending} streams`)
        return
      case 'stale':
        return this.#checkStale(connection)
      case 'reconnecting':
      case 'failed':
        if (lastAt !== state.now && this.#options.mirror === 1)
          this.#violate(`${name} is ${type} at ${state.now}, and closed at ${lastAt}`)
        return
      case 'closed':
        if (!state.isMarketClosed && this.#isCarried(connection))
          this.#violate(`${name} is closed, and another session carries every stream`)
        this.#wasWanted.set(connection, state.isNeeded(connection))
        return
      case 'rotating':
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
    const { connection, number } = this.#state.socket(step.socket)
    // Others open sockets of their own accord, see `rotations`.
    const others = this.#state.socketsOf(connection).filter(each => each.number !== number)
    if (others.length > 0) return
    const last = this.#last.get(connection)
    const isAnnounced = last?.type === 'connecting' && this.#lastAt.get(connection) === step.at
    if (!isAnnounced && this.#options.mirror === 1)
      this.#violate(`socket ${number} connects, and connection ${connection} is not connecting`)
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
      if (!state.isSettled(connection)) continue
      const isWanted = state.isNeeded(connection)
      if (isWanted && type !== 'live' && type !== 'rotating') {
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
    if (this.#options.mirror > 1) return
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

  #checkLive({ connection, streams, sessions }: Extract<ConnectionStatus, { type: 'live' }>): void {
    const state = this.#state
    const { mirror } = this.#options
    const { length } = state.activeSockets(connection)
    if (length === 0) this.#violate(`connection ${connection} is live, and no socket is open`)
    if (!state.isLive(connection))
      this.#violate(`connection ${connection} is live, and the exchange has not confirmed what is wanted`)
    const wanted = state.wantedOn(connection)
    if (streams < wanted.size) {
      this.#violate(`connection ${connection} is live with ${streams} streams, and ${wanted.size} are wanted`)
    }
    const isCount = sessions !== undefined && sessions >= 1 && sessions <= Math.min(mirror, length)
    if (mirror === 1 ? sessions !== undefined : !isCount)
      this.#violate(`connection ${connection} is live on ${sessions} sessions, of ${length} that are open`)
  }

  /**
   * Whether a session is certain to carry what is wanted: a client may take one for subscribing
   * that has confirmed late, as long as the second try is not answered.
   */
  #isCarried(connection: number): boolean {
    const wanted = [...this.#state.wantedOn(connection)]
    if (wanted.length === 0) return false
    return this.#state.activeSockets(connection).some(({ confirmed, commands }) => {
      const all = [...commands.values()]
      const isTrying = all.some(({ method, answeredAt }) => method === 'SUBSCRIBE' && answeredAt === Infinity)
      const inTime = all.filter(({ at, answeredAt }) => answeredAt - at < this.#options.commandTimeout)
      // An answer that comes too late is not an answer for the client.
      const isKnown = (stream: string): boolean =>
        confirmed.has(stream) &&
        inTime.some(({ method, streams }) => method === 'LIST_SUBSCRIPTIONS' || streams.includes(stream))
      return !isTrying && wanted.every(isKnown)
    })
  }

  #checkStale(connection: number): void {
    const { commandTimeout, heartbeatInterval } = this.#options
    const sockets = this.#state.activeSockets(connection)
    if (sockets.length === 0) this.#violate(`connection ${connection} is stale, and no socket is open`)
    const commands = sockets.flatMap(socket => [...socket.commands.values()])
    const isUnanswered = commands.some(
      ({ method, at, answeredAt }) =>
        method === 'LIST_SUBSCRIPTIONS' &&
        answeredAt === Infinity &&
        this.#state.now - at >= Math.min(commandTimeout, heartbeatInterval),
    )
    if (!isUnanswered) this.#violate(`connection ${connection} is stale, and has answered every probe`)
  }
}
