/**
 * Rotations: a connection has as many sessions as it has mirrors, and one more for each that is
 * being replaced. A session is replaced for a reason only: it is near its age, or the exchange has
 * announced a shutdown on it. Each rotation is reported once as `rotating`, with its attempts
 * counted, and rotations of mirrors that overlap as one. No session is left behind, and none is
 * older than it may be.
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { Socket } from '../checker/socket.js'
import type { DecodedFrame } from '../checker/oracle.js'
import type { ClientOptions } from '../scenario/scenario.js'

type Rotating = Extract<ConnectionStatus, { type: 'rotating' }>

/** The part of an age by which a rotation may be early. */
const MAX_JITTER = 0.1
/** Milliseconds: for a new session to be confirmed, and from then on until the old one is closed. */
const HANDOVER = 60_000
/** Milliseconds: for the two steps to be noticed. */
const SLACK = 2_000
/** Milliseconds for which attempts to connect may be forbidden, and fail. */
const TROUBLE = 300_000

export type RotationsOptions = Pick<ClientOptions, 'rotation' | 'mirror' | 'connectTimeout'>

interface Connection {
  /** The last `rotating`, unless its rotation is over. */
  rotating: Rotating | undefined
  /** When it began to have more sessions than mirrors. */
  since: number
  /** When it last opened a socket. */
  connectAt: number
}

export class Rotations implements Invariant {
  readonly name = 'rotations'
  readonly #state: ObservedState
  readonly #options: RotationsOptions
  readonly #violate: Violate
  readonly #connections = new Map<number, Connection>()
  /** Sockets on which a shutdown was announced. */
  readonly #shutdowns = new WeakSet<Socket>()

  constructor(state: ObservedState, options: RotationsOptions, violate: Violate) {
    this.#state = state
    this.#options = options
    this.#violate = violate
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    const socket = this.#state.socket(step.socket)
    const { connection } = socket
    if (decoded?.type === 'reply' && decoded.isShutdown === true) this.#shutdowns.add(socket)
    if (step.type === 'frame' || step.type === 'command') return
    const known = this.#of(connection)
    const { length } = this.#state.socketsOf(connection)
    if (length <= this.#options.mirror) known.since = Infinity
    else known.since = Math.min(known.since, step.at)
    if (step.type !== 'connect') return
    known.connectAt = step.at
    if (length <= this.#options.mirror) return
    const name = `connection ${connection} opens socket ${socket.number}`
    if (length > this.#max) this.#violate(`${name}, and has ${length - 1} already`)
    const isDue = this.#state.activeSockets(connection).some(each => this.#isDue(each))
    if (!isDue) this.#violate(`${name} beside those that it has, and none is due to be replaced`)
  }

  onStatus(status: ConnectionStatus): void {
    const known = this.#of(status.connection)
    const { type } = status
    if (type === 'rotating') this.#checkRotating(status, known)
    else if (type !== 'subscribing') known.rotating = undefined
  }

  onIdle(): void {
    const { now } = this.#state
    for (const [connection, { since, connectAt }] of this.#connections) {
      if (this.#options.mirror > 1 || this.#options.rotation === false) continue
      const limit = HANDOVER + this.#options.connectTimeout + SLACK
      if (now - since > limit + this.#state.latenessSince(since))
        this.#violate(`connection ${connection} has had two sessions for ${now - since} ms`)
      const { after = Infinity } = this.#options.rotation
      for (const { openedAt } of this.#state.activeSockets(connection)) {
        const isOld = now - openedAt > after + TROUBLE + this.#state.latenessSince(openedAt)
        if (isOld && now - connectAt > TROUBLE && this.#state.isNeeded(connection))
          this.#violate(`a session of connection ${connection} is ${now - openedAt} ms old, and not replaced`)
      }
    }
  }

  onQuiescent(): void {
    for (const connection of this.#connections.keys()) {
      const { length } = this.#state.socketsOf(connection)
      if (length > this.#max) this.#violate(`connection ${connection} has ${length} sessions`)
    }
  }

  /** The most sessions that a connection may have. */
  get #max(): number {
    const { mirror, rotation } = this.#options
    return rotation === false ? mirror : 2 * mirror
  }

  #checkRotating(status: Rotating, known: Connection): void {
    const { connection, reason, attempt, streams, cause } = status
    const name = `connection ${connection} is rotating`
    if (this.#options.rotation === false) this.#violate(`${name}, which is disabled`)
    const sockets = this.#state.activeSockets(connection)
    if (!sockets.some(each => (reason === 'shutdown' ? this.#shutdowns.has(each) : this.#isDue(each))))
      this.#violate(`${name}, and no session is due because of ${reason}`)
    if (streams < this.#state.wantedOn(connection).size) this.#violate(`${name} with ${streams} streams`)
    if (attempt > 1 !== (cause !== undefined))
      this.#violate(`${name}, attempt ${attempt} with ${cause?.message}`)
    const { rotating } = known
    // Of mirrors, the attempts of another one may be reported from now on.
    const isNext = this.#options.mirror > 1 ? attempt > 1 : attempt === (rotating?.attempt ?? 0) + 1
    if (rotating !== undefined && !isNext)
      this.#violate(`${name}, attempt ${attempt} after ${rotating.attempt}: a rotation is reported twice`)
    known.rotating = status
  }

  /** Whether a session may be replaced. */
  #isDue(socket: Socket): boolean {
    const { rotation } = this.#options
    if (rotation === false) return false
    const { after = 82_800_000, hour } = rotation
    const age = this.#state.now - socket.openedAt
    return this.#shutdowns.has(socket) || hour !== undefined || age >= Math.floor(after * (1 - MAX_JITTER))
  }

  #of(connection: number): Connection {
    const known = this.#connections.get(connection) ?? {
      rotating: undefined,
      since: Infinity,
      connectAt: -Infinity,
    }
    this.#connections.set(connection, known)
    return known
  }
}
