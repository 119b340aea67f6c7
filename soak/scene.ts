/** What a bystander knows: which sockets there are and what was said on them, who listens to what. The ground that all laws stand on. */
import type { WireStep } from '../src/testing/index.js'

/** A command of the client's, as it went over the wire. */
export interface Command {
  readonly method: string
  readonly streams: readonly string[]
  readonly id: number
  readonly at: number
  /** When its first answer came. */
  answeredAt: number
}

/** One socket, from the client's `connect` to its end. */
export interface Socket {
  readonly number: number
  /** Which connection of the pool it serves. */
  readonly connection: number
  isOpen: boolean
  openedAt: number
  /** The client has begun to close it: nothing that comes out any more is meant for anybody. */
  isLeft: boolean
  /** By id. */
  readonly commands: Map<number, Command>
  latest: Command | undefined
  /** Streams that the exchange said it sends, and was not told since to stop. */
  readonly confirmed: Set<string>
}

/** One subscription of somebody to what he asked for, from subscribe to its end. */
export interface Subscriber {
  readonly name: string
  readonly streams: ReadonlySet<string>
  /** The connection that each stream comes over, as far as is known: a pinned one from the start, another when its first event tells. */
  readonly over: Map<string, number>
  alive: boolean
}

export class Scene {
  readonly sockets = new Map<number, Socket>()
  readonly subscribers = new Set<Subscriber>()
  isMarketClosed = false
  /** The connection that last said it was connecting: the next socket is its. */
  connecting = 0
  now = 0

  socket(number: number): Socket {
    const socket = this.sockets.get(number)
    if (socket === undefined) throw new Error(`the wire tells of socket ${number}, which nobody opened`)
    return socket
  }

  /** Takes note of a step; replies are taken note of apart. */
  note(step: WireStep): void {
    this.now = step.at
    if (step.type === 'connect') {
      this.sockets.set(step.socket, {
        number: step.socket,
        connection: this.connecting,
        isOpen: false,
        openedAt: Infinity,
        isLeft: false,
        commands: new Map(),
        latest: undefined,
        confirmed: new Set(),
      })
      return
    }
    const socket = this.socket(step.socket)
    if (step.type === 'open') Object.assign(socket, { isOpen: true, openedAt: step.at })
    else if (step.type === 'leave') socket.isLeft = true
    else if (step.type === 'command') {
      const command = readCommand(step.text, step.at)
      socket.commands.set(command.id, command)
      socket.latest = command
      if (command.method === 'UNSUBSCRIBE')
        for (const stream of command.streams) socket.confirmed.delete(stream)
    }
  }

  /** The reply to a command has come out of the wire. */
  noteReply(socket: Socket, id: number, result: readonly string[] | null | undefined): void {
    const command = socket.commands.get(id)
    if (command === undefined) return
    command.answeredAt = Math.min(command.answeredAt, this.now)
    if (result === undefined) return
    if (command.method === 'SUBSCRIBE' && result === null) {
      const left = [...socket.commands.values()].filter(
        later => later.id > id && later.method === 'UNSUBSCRIBE',
      )
      for (const stream of command.streams) {
        if (!left.some(({ streams }) => streams.includes(stream))) socket.confirmed.add(stream)
      }
    }
    if (result !== null) for (const stream of result) socket.confirmed.add(stream)
  }

  /** The socket is over, and everybody has heard of it. */
  forget(socket: number): void {
    this.sockets.delete(socket)
  }

  /** The socket that a connection uses now. */
  inUse(connection: number): Socket | undefined {
    return [...this.sockets.values()].find(
      socket => socket.connection === connection && socket.isOpen && !socket.isLeft,
    )
  }

  /** Streams wanted on a connection, as far as it is known where they belong. */
  wantedOn(connection: number): Set<string> {
    const wanted = new Set<string>()
    for (const { over } of this.subscribers) {
      for (const [stream, on] of over) if (on === connection) wanted.add(stream)
    }
    return wanted
  }

  /** Whether a stream may be wanted on any connection: it is not known yet over which it comes to somebody. */
  isUnplaced(stream: string): boolean {
    return [...this.subscribers].some(({ streams, over }) => streams.has(stream) && !over.has(stream))
  }

  /** Streams wanted by anybody. */
  get wanted(): Set<string> {
    return new Set([...this.subscribers].flatMap(({ streams }) => [...streams]))
  }
}

function readCommand(text: string, at: number): Command {
  const { method, params = [], id } = JSON.parse(text) as { method: string; params?: string[]; id: number }
  return { method, streams: params, id, at, answeredAt: Infinity }
}
