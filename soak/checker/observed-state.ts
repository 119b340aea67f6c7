/**
 * The state observed from outside the client: its sockets, the messages on them, and the
 * subscriptions.
 */
import type { WireStep } from '../../src/testing/index.js'
import { Arrivals } from './arrivals.js'
import type { Place } from './event-order.js'
import type { Fields } from './payloads.js'
import { RequestSpans } from './requests/request-spans.js'
import { createSocket, parseCommand, SILENCE, type Socket } from './socket.js'
import type { Subscriber } from './subscriber.js'

/**
 * Milliseconds for which a client may hold back an event that is ahead on one session, while
 * another one may still deliver what is missing before it.
 */
export const MAX_HOLD = 250

/** The reason with which the exchange closes a session that has reached its age. */
const EXPIRED = 'Connection expired'
/** Milliseconds for a client to reconnect and subscribe, after a loss without other faults. */
const RECONNECT_TIME = 60_000

/** Milliseconds of a stall after which a client may suspect that its machine was suspended. */
const SUSPEND = 10_000

/**
 * Milliseconds that a client may take, after a stall, to read its sockets before it acts on what is
 * overdue.
 */
const CATCH_UP = 500

export class ObservedState {
  readonly sockets = new Map<number, Socket>()
  readonly subscribers = new Set<Subscriber>()
  readonly arrivals = new Arrivals()
  /** When a list was received without an acknowledged stream, by `socket stream`. */
  readonly #forgotten = new Map<string, number[]>()
  /** The steps after which streams last lost a subscriber. */
  readonly #leftAt = new Map<string, number>()
  isMarketClosed = false
  /**
   * The connection that reported last, to the option `debug`, that it is opening a socket: it owns
   * the next one.
   */
  opening = 0
  /** Counts the steps on the wire. */
  step = 0
  /** The number of active sockets of each connection. */
  readonly #activeCounts = new Map<number, number>()
  /** When connections that had more than one active socket last lost one of them. */
  readonly #mergedAt = new Map<number, number>()
  /** When the exchange last ended a session of a connection for its age. */
  readonly #expiredAt = new Map<number, number>()
  /** The steps with which sockets ended. */
  readonly #endedAt = new Map<number, number>()
  /** The steps after which connections had no active socket. */
  readonly #lostAtSteps = new Map<number, number[]>()
  /** The time that has passed, which durations are measured by. */
  now = 0
  /** The time of the client's clock, from which timestamps are read. */
  clock = 0
  /** When the client's clock was last set forward. */
  clockForwardAt = -Infinity
  /** Books that were live again in time, and late. */
  readonly recoveries = { inTime: 0, late: 0 }
  /** When a request last failed, timed out, or was answered late. */
  requestTroubleAt = -Infinity
  /** When a request was last cancelled, and how long it had not been answered. */
  requestCancelled = { at: -Infinity, after: 0 }
  /** When the oldest request was sent that is not answered; `Infinity` where none is. */
  oldestRequestAt = Infinity
  readonly requests = new RequestSpans()
  /** The end of the last stall that a client may take for a suspend of its machine. */
  suspendedUntil = -Infinity
  /** When stalls that follow one another without a break began. */
  #stalledFrom = 0
  /** In which the client's process did not respond. */
  readonly #stalls: { readonly from: number; readonly until: number }[] = []

  socket(number: number): Socket {
    const socket = this.sockets.get(number)
    if (socket === undefined) throw new Error(`socket ${number} is used, and was never opened`)
    return socket
  }

  /** Applies a step; replies are applied separately. */
  apply(step: WireStep): void {
    this.now = step.at
    this.step++
    if (step.type === 'connect') {
      this.sockets.set(step.socket, createSocket(step, this.opening))
      return
    }
    const socket = this.socket(step.socket)
    if (step.type === 'open') {
      const isBeside = this.activeSockets(socket.connection).length > 0
      Object.assign(socket, { isOpen: true, openedAt: step.at, isBeside })
      if (socket.endedAtStep === Infinity) this.#countActive(socket.connection, 1)
    }
    if (step.type === 'leave') this.#end(socket, true)
    else if (step.type === 'closed') {
      this.#end(socket, socket.isClosing)
      if (step.reason === EXPIRED) this.#expiredAt.set(socket.connection, step.at)
    } else if (step.type === 'frame') {
      const silentAt = socket.lastFrameAt + SILENCE
      if (step.at >= silentAt) Object.assign(socket, { silentAt, silenceEndedAt: step.at })
      socket.lastFrameAt = step.at
    } else if (step.type === 'command') {
      const command = parseCommand(step.text, step.at)
      socket.commands.set(command.id, command)
      socket.latest = command
      if (command.method === 'UNSUBSCRIBE')
        for (const stream of command.streams) socket.confirmed.delete(stream)
    }
  }

  /** Applies the reply to a command. */
  applyReply(socket: Socket, id: number, result: readonly string[] | null | undefined): void {
    const command = socket.commands.get(id)
    if (command === undefined) return
    command.answeredAt = Math.min(command.answeredAt, this.now)
    if (result === undefined) return
    if (command.method === 'SUBSCRIBE' && result === null) {
      const unsubscribes = [...socket.commands.values()].filter(
        later => later.id > id && later.method === 'UNSUBSCRIBE',
      )
      for (const stream of command.streams) {
        if (!unsubscribes.some(({ streams }) => streams.includes(stream))) {
          socket.confirmed.set(stream, this.now)
        }
      }
    }
    if (result === null) return
    const later = [...socket.commands.values()]
      .filter(other => other.id > id)
      .flatMap(({ streams }) => streams)
    for (const stream of socket.confirmed.keys()) {
      if (result.includes(stream) || later.includes(stream)) continue
      const key = `${socket.number} ${stream}`
      this.#forgotten.set(key, [...(this.#forgotten.get(key) ?? []), this.now])
    }
    for (const stream of result) {
      if (!socket.confirmed.has(stream)) socket.confirmed.set(stream, this.now)
    }
  }

  /** Whether a client may know that the exchange forgot a stream between two times. */
  wasForgotten(socket: number, stream: string, from: number, until: number): boolean {
    return this.#forgotten.get(`${socket} ${stream}`)?.some(at => at >= from && at <= until) === true
  }

  /** The client's clock was set forward by `duration`, or back when negative. */
  stepClock(duration: number): void {
    if (duration > 0) this.clockForwardAt = this.now
  }

  /** The client's process does not respond for `duration`, from now on. */
  stall(duration: number): void {
    const until = this.now + duration
    if (this.now > (this.#stalls.at(-1)?.until ?? -Infinity)) this.#stalledFrom = this.now
    if (until - this.#stalledFrom >= SUSPEND) this.suspendedUntil = until
    this.#stalls.push({ from: this.now, until })
  }

  /** By how much something that began at `since` may be late, as the client stalled. */
  latenessSince(since: number): number {
    const stalled = this.#stalls.reduce(
      (sum, { from, until }) => sum + Math.max(0, Math.min(until, this.now) - Math.max(from, since)),
      0,
    )
    return stalled === 0 ? 0 : stalled + CATCH_UP
  }

  /**
   * Whether a connection may be wanted: by a known subscriber of it, or by one without a known
   * connection.
   */
  mayBeWanted(connection: number): boolean {
    return [...this.subscribers].some(
      ({ streams, connections }) =>
        connections.size < streams.size || [...connections.values()].includes(connection),
    )
  }

  /** Whether a stream may have a subscriber on a connection, as far as their connections are known. */
  mayBeSubscribed(stream: string, connection: number): boolean {
    return [...this.subscribers].some(
      ({ streams, connections }) =>
        streams.has(stream) && (connections.get(stream) ?? connection) === connection,
    )
  }

  addSubscriber(subscriber: Subscriber): void {
    for (const stream of subscriber.streams) {
      // Within a step the client may not have closed the stream yet.
      const wasLeft = (this.#leftAt.get(stream) ?? -1) < this.step
      const isShared = [...this.subscribers].some(({ streams }) => streams.has(stream))
      if (wasLeft && !isShared) this.arrivals.beginAnew(stream)
    }
    this.subscribers.add(subscriber)
  }

  removeSubscriber(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber)
    for (const stream of subscriber.streams) this.#leftAt.set(stream, this.step)
  }

  /** Removes a socket that has closed, once every invariant was notified. */
  remove(socket: number): void {
    this.sockets.delete(socket)
  }

  /** The sockets that a connection uses now: one for each of its sessions. */
  activeSockets(connection: number): readonly Socket[] {
    return this.socketsOf(connection).filter(isOpen)
  }

  /** Where an event of a socket arrives now. */
  placeOf({ number, connection, isBeside }: Socket): Place {
    const sockets = (): number[] => this.activeSockets(connection).map(socket => socket.number)
    return { socket: number, at: this.now, isBeside, sockets }
  }

  /** The sockets of a connection that are opening or open. */
  socketsOf(connection: number): readonly Socket[] {
    const sockets: Socket[] = []
    // Asked at each frame.
    for (const socket of this.sockets.values())
      if (socket.connection === connection && socket.endedAtStep === Infinity) sockets.push(socket)
    return sockets
  }

  /** Whether an active socket of a connection is confirmed to carry everything that is wanted. */
  isLive(connection: number): boolean {
    const wanted = [...this.wantedOn(connection)]
    return this.activeSockets(connection).some(({ confirmed }) =>
      wanted.every(stream => confirmed.has(stream)),
    )
  }

  /** Notes the event of a frame. */
  applyEvent(socket: Socket, stream: string, event: Fields): void {
    const { number, connection, isClosing } = socket
    if (isClosing) return
    const { now, step } = this
    this.arrivals.add({ stream, connection, socket: number, event, at: now, step }, this.placeOf(socket))
  }

  /**
   * Whether a connection has several sessions, or had until now, so that events may be held back
   * and repeated.
   */
  isMerged(connection: number): boolean {
    if ((this.#activeCounts.get(connection) ?? 0) > 1) return true
    const since = this.#mergedAt.get(connection)
    return since !== undefined && this.now - since <= MAX_HOLD + this.latenessSince(since)
  }

  /** Whether a connection of a subscriber has several sessions. */
  isMergedFor({ connections }: Subscriber): boolean {
    return [...new Set(connections.values())].some(connection => this.isMerged(connection))
  }

  get isAnyMerged(): boolean {
    return [...this.#mergedAt.keys(), ...this.#connections()].some(connection => this.isMerged(connection))
  }

  /** Whether a connection has had time to reconnect since a session of it expired. */
  isSettled(connection: number): boolean {
    return this.now - (this.#expiredAt.get(connection) ?? -Infinity) >= RECONNECT_TIME
  }

  /** Whether a connection had no active socket at some time between two steps. */
  wasLostBetween(connection: number, from: number, to: number): boolean {
    return (this.#lostAtSteps.get(connection) ?? []).some(step => step > from && step <= to)
  }

  /** Whether a socket was active beyond a step. */
  isActiveAfter(socket: number, step: number): boolean {
    return (this.#endedAt.get(socket) ?? Infinity) > step
  }

  #countActive(connection: number, by: number): void {
    this.#activeCounts.set(connection, (this.#activeCounts.get(connection) ?? 0) + by)
  }

  #connections(): Set<number> {
    return new Set([...this.sockets.values()].map(({ connection }) => connection))
  }

  #end(socket: Socket, isClosing: boolean): void {
    if (socket.endedAtStep < Infinity) return
    const { connection } = socket
    if (this.activeSockets(connection).length > 1) this.#mergedAt.set(connection, this.now)
    if (socket.isOpen) this.#countActive(connection, -1)
    Object.assign(socket, { isClosing, endedAtStep: this.step })
    this.#endedAt.set(socket.number, this.step)
    if (this.activeSockets(connection).length > 0) return
    const steps = this.#lostAtSteps.get(connection) ?? []
    this.#lostAtSteps.set(connection, [...steps, this.step])
  }

  /** Streams wanted on a connection, as far as their connections are known. */
  wantedOn(connection: number): Set<string> {
    const wanted = new Set<string>()
    for (const { connections } of this.subscribers) {
      for (const [stream, on] of connections) if (on === connection) wanted.add(stream)
    }
    return wanted
  }

  /** Whether any stream is wanted on a connection. */
  isNeeded(connection: number): boolean {
    for (const { connections } of this.subscribers)
      for (const on of connections.values()) if (on === connection) return true
    return false
  }

  /**
   * Whether a stream may be wanted on any connection: the connection of some subscriber is not
   * known yet.
   */
  isUnplaced(stream: string): boolean {
    return [...this.subscribers].some(
      ({ streams, connections }) => streams.has(stream) && !connections.has(stream),
    )
  }

  /** Streams wanted on any connection. */
  get wanted(): Set<string> {
    return new Set([...this.subscribers].flatMap(({ streams }) => [...streams]))
  }
}

const isOpen = (socket: Socket): boolean => socket.isOpen
