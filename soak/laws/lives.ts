/**
 * The statuses of each connection follow the documented order, and are true: a socket is opened when it is said, open when it is said,
 * and `live` only when the exchange has confirmed every stream that is wanted. A connection has one socket at a time.
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { Broken, Law } from '../law.js'
import type { Client } from '../plan.js'
import type { Scene } from '../scene.js'
import type { Meaning } from '../truth.js'
import type { WireStep } from '../../src/testing/index.js'

type Type = ConnectionStatus['type']

/** What may follow what. A life begins, and begins anew after `closed` and `failed`, with `connecting`. */
const FOLLOWS: Readonly<Record<Type | 'nothing', readonly Type[]>> = {
  nothing: ['connecting', 'waiting'],
  waiting: ['connecting', 'waiting', 'closed'],
  connecting: ['open', 'closed'],
  open: ['subscribing', 'stale', 'closed'],
  subscribing: ['live', 'stale', 'closed'],
  live: ['live', 'subscribing', 'stale', 'closed'],
  stale: ['closed'],
  // After a drop one of the first two, at once; after our own leaving, when somebody subscribes again, the third.
  closed: ['reconnecting', 'failed', 'connecting', 'waiting'],
  // Closed when everybody leaves while it waits.
  reconnecting: ['connecting', 'waiting', 'closed'],
  failed: ['connecting', 'waiting'],
}

/** Of the client's options those that its statuses must keep to. */
export type LivesOptions = Pick<Client, 'commandTimeout' | 'heartbeatInterval' | 'closeTimeout'>

export class Lives implements Law {
  readonly name = 'statuses'
  readonly #last = new Map<number, ConnectionStatus>()
  #closingAt: number | undefined
  #isOver = false

  constructor(
    private readonly scene: Scene,
    private readonly options: LivesOptions,
    private readonly broken: Broken,
  ) {}

  status(status: ConnectionStatus): void {
    const { scene, broken } = this
    const { connection, type, at } = status
    const last = this.#last.get(connection)
    const before = last?.type ?? 'nothing'
    if (!FOLLOWS[before].includes(type)) broken(`connection ${connection} was ${before} and is ${type}`)
    if (at !== scene.now) broken(`connection ${connection} is ${type} at ${at}, told at ${scene.now}`)
    if (this.#isOver) broken(`connection ${connection} is ${type} after the market has closed`)
    this.#last.set(connection, status)
    switch (type) {
      case 'connecting':
        if (last?.type === 'closed' && last.code !== 1000) {
          broken(`connection ${connection} was lost (${last.code}) and connects without saying that it will`)
        }
        if (last?.type === 'reconnecting' && at < Math.floor(last.at + last.delay)) {
          broken(`connection ${connection} said it would wait ${last.delay} ms, and waited ${at - last.at}`)
        }
        scene.connecting = connection
        return
      case 'open':
        if (scene.inUse(connection) === undefined)
          broken(`connection ${connection} is open, and no socket is`)
        return
      case 'live':
        return this.#checkLive(connection, status.streams)
      case 'subscribing':
        if (status.pending < 1) broken(`connection ${connection} is subscribing ${status.pending} streams`)
        return
      case 'stale':
        return this.#checkStale(connection)
      case 'reconnecting':
        if (last?.at !== at) broken(`connection ${connection} is reconnecting long after it closed`)
        return
      case 'failed':
        if (last?.at !== at) broken(`connection ${connection} failed long after it closed`)
        return
      case 'closed':
    }
  }

  present(statuses: readonly ConnectionStatus[]): void {
    const last = [...this.#last.values()]
    if (this.#isOver || (statuses.length === last.length && last.every(each => statuses.includes(each))))
      return
    this.broken(
      `connection$ begins with ${statuses.map(({ type }) => type).join(', ') || 'nothing'}, and ${last.map(({ type }) => type).join(', ')} is so`,
    )
  }

  step(step: WireStep, _meaning: Meaning | undefined): void {
    if (step.type !== 'connect') return
    const said = this.#last.get(this.scene.connecting)
    if (said?.type !== 'connecting' || said.at !== step.at) {
      this.broken(`socket ${step.socket} is opened, and no connection said that it connects`)
    }
    for (const { number, connection, isLeft } of this.scene.sockets.values()) {
      if (connection === said.connection && number !== step.socket && !isLeft) {
        this.broken(
          `socket ${step.socket} is opened, and connection ${connection} still has socket ${number}`,
        )
      }
    }
  }

  closing(): void {
    this.#closingAt = this.scene.now
  }

  livesCompleted(): void {
    this.#isOver = true
    const { closeTimeout } = this.options
    const took = this.scene.now - (this.#closingAt ?? Infinity)
    if (!(took <= 2 * closeTimeout)) {
      this.broken(
        `connection$ completed ${took} ms after close(): at most twice closeTimeout, ${closeTimeout} ms`,
      )
    }
  }

  calm(): void {
    const { scene, broken } = this
    for (const [connection, { type }] of this.#last) {
      const isWanted = scene.wantedOn(connection).size > 0
      if (isWanted && type !== 'live') broken(`connection ${connection} is ${type} after all has settled`)
      // Where it is not known yet over which connection somebody's streams come, it may be this one.
      const isUnwanted = ![...scene.subscribers].some(({ streams, over }) => over.size < streams.size)
      if (!isWanted && isUnwanted && type !== 'closed' && type !== 'failed') {
        broken(`connection ${connection} is ${type} after all has settled, and nobody wants it`)
      }
    }
  }

  over(): void {
    if (!this.#isOver) this.broken('connection$ has not completed, and the market is closed')
  }

  #checkLive(connection: number, streams: number): void {
    const { scene, broken } = this
    const socket = scene.inUse(connection)
    if (socket === undefined) this.broken(`connection ${connection} is live, and no socket is open`)
    const wanted = scene.wantedOn(connection)
    for (const stream of wanted) {
      if (!socket.confirmed.has(stream)) {
        broken(`connection ${connection} is live, and the exchange has not confirmed ${stream}`)
      }
    }
    if (streams < wanted.size) {
      broken(`connection ${connection} is live with ${streams} streams, and ${wanted.size} are wanted`)
    }
  }

  #checkStale(connection: number): void {
    const { scene, broken } = this
    const { commandTimeout, heartbeatInterval } = this.options
    const socket = scene.inUse(connection)
    if (socket === undefined) this.broken(`connection ${connection} is stale, and no socket is open`)
    const isUnanswered = [...socket.commands.values()].some(
      ({ method, at, answeredAt }) =>
        method === 'LIST_SUBSCRIPTIONS' &&
        answeredAt === Infinity &&
        scene.now - at >= Math.min(commandTimeout, heartbeatInterval),
    )
    if (!isUnanswered) broken(`connection ${connection} is called stale, and has answered everything`)
  }
}
