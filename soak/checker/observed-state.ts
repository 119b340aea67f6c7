/**
 * The state observed from outside the client: its sockets, the messages on them, and the
 * subscriptions.
 */
import type { WireStep } from '../../src/testing/index.js'
import { Arrivals } from './arrivals.js'

/** A command of the client, as sent. */
export interface Command {
  readonly method: string
  readonly streams: readonly string[]
  readonly id: number
  readonly at: number
  /** When its first reply came; `Infinity` before. */
  answeredAt: number
}

/** One socket, from the client's `connect` to its end. */
export interface Socket {
  readonly number: number
  /** The connection of the pool that it serves. */
  readonly connection: number
  isOpen: boolean
  openedAt: number
  /** The client has begun to close it, and ignores later frames. */
  isClosing: boolean
  /** By id. */
  readonly commands: Map<number, Command>
  latest: Command | undefined
  /**
   * Streams that the exchange has confirmed, and has not been sent an UNSUBSCRIBE for since; with
   * the time.
   */
  readonly confirmed: Map<string, number>
  /** The last frame of each stream. */
  readonly frames: Map<string, number>
  lastFrameAt: number
  /** When the last silence that has ended was {@link SILENCE} long, and when it ended. */
  silentAt: number
  silenceEndedAt: number
}

/** Milliseconds without a frame after which a client may suspect a connection. */
export const SILENCE = 900

/** Milliseconds of a stall after which a client may suspect that its machine was suspended. */
const SUSPEND = 10_000

/**
 * Milliseconds that a client may take, after a stall, to read its sockets before it acts on what is
 * overdue.
 */
const CATCH_UP = 500

/** One subscription to a request, from subscribe to its end. */
export interface Subscriber {
  readonly name: string
  readonly streams: ReadonlySet<string>
  /**
   * The connection that delivers each stream, if known: a pinned stream's from the start, another's
   * from its first event.
   */
  readonly connections: Map<string, number>
  alive: boolean
  /** Whether it receives gaps. @default false */
  readonly receivesGaps?: boolean
  /**
   * Its completion from the exchange's history, which makes events wait; `undefined` where it is
   * not.
   */
  readonly completion?: Completion
  /** Whether it is to local order books, which the streams are the diffs of. @default false */
  readonly isBook?: boolean
}

/** A subscription's completion from the exchange's history. */
export interface Completion {
  readonly backfill: boolean
  /** Past elements that were asked for. */
  readonly history: number
}

export class ObservedState {
  readonly sockets = new Map<number, Socket>()
  readonly subscribers = new Set<Subscriber>()
  readonly arrivals = new Arrivals()
  /** When a list was received without an acknowledged stream, by `socket stream`. */
  readonly #forgotten = new Map<string, number[]>()
  isMarketClosed = false
  /** The connection that last emitted `connecting`: it owns the next socket. */
  connecting = 0
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
    if (step.type === 'connect') {
      this.sockets.set(step.socket, {
        number: step.socket,
        connection: this.connecting,
        isOpen: false,
        openedAt: Infinity,
        isClosing: false,
        commands: new Map(),
        latest: undefined,
        confirmed: new Map(),
        frames: new Map(),
        lastFrameAt: step.at,
        silentAt: -Infinity,
        silenceEndedAt: -Infinity,
      })
      return
    }
    const socket = this.socket(step.socket)
    if (step.type === 'open') Object.assign(socket, { isOpen: true, openedAt: step.at })
    else if (step.type === 'leave') socket.isClosing = true
    else if (step.type === 'frame') {
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

  /** Removes a socket that has closed, once every invariant was notified. */
  remove(socket: number): void {
    this.sockets.delete(socket)
  }

  /** The socket that a connection uses now. */
  activeSocket(connection: number): Socket | undefined {
    return [...this.sockets.values()].find(
      socket => socket.connection === connection && socket.isOpen && !socket.isClosing,
    )
  }

  /** Streams wanted on a connection, as far as their connections are known. */
  wantedOn(connection: number): Set<string> {
    const wanted = new Set<string>()
    for (const { connections } of this.subscribers) {
      for (const [stream, on] of connections) if (on === connection) wanted.add(stream)
    }
    return wanted
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

function parseCommand(text: string, at: number): Command {
  const { method, params = [], id } = JSON.parse(text) as { method: string; params?: string[]; id: number }
  return { method, streams: params, id, at, answeredAt: Infinity }
}
