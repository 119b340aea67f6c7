/**
 * Commands: every command has a reason. SUBSCRIBE names streams that are wanted on this connection
 * and not sent yet, UNSUBSCRIBE streams that are sent and not wanted. Neither is repeated unless it
 * timed out or a list requires it. Streams rejected together, in time, are not subscribed together
 * again. LIST_SUBSCRIPTIONS is sent at most once a heartbeat, after a timeout, when frames stop,
 * and when the client's clock was set forward or its process stopped for long.
 */
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import { type Command, SILENCE, type Socket } from '../checker/socket.js'
import type { DecodedFrame } from '../checker/oracle.js'
import type { ClientOptions } from '../scenario/scenario.js'

/** The last command about a stream, and the state that it leads to as far as replies show. */
interface LastCommand {
  readonly id: number
  readonly at: number
  readonly state: 'subscribing' | 'active' | 'unsubscribing'
}

interface SocketCommands {
  readonly last: Map<string, LastCommand>
  rejectedTogether: readonly (readonly string[])[]
  /** When it was last listed by the heartbeat. */
  heartbeatAt: number
  /** When it was last listed for another reason. */
  listedAt: number
}

export class Commands implements Invariant {
  readonly name = 'commands'
  readonly #state: ObservedState
  readonly #options: Pick<ClientOptions, 'commandTimeout' | 'heartbeatInterval'>
  readonly #violate: Violate
  readonly #sockets = new Map<Socket, SocketCommands>()

  constructor(
    state: ObservedState,
    options: Pick<ClientOptions, 'commandTimeout' | 'heartbeatInterval'>,
    violate: Violate,
  ) {
    this.#state = state
    this.#options = options
    this.#violate = violate
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    if (step.type === 'connect') return
    const socket = this.#state.socket(step.socket)
    if (step.type === 'closed') this.#sockets.delete(socket)
    else if (step.type === 'command') this.#checkCommand(socket, socket.latest)
    else if (decoded?.type === 'reply' && decoded.reply.id !== undefined) {
      this.#applyReply(socket, decoded.reply.id, decoded.reply.result)
    }
  }

  #checkCommand(socket: Socket, command: Command | undefined): void {
    if (command === undefined) return
    const commands = this.#commandsOf(socket)
    if (command.method === 'LIST_SUBSCRIPTIONS') return this.#checkList(socket, commands)
    const { method, id, streams } = command
    const isSubscribe = method === 'SUBSCRIBE'
    for (const stream of streams) {
      if (isSubscribe) this.#checkSubscribe(socket, stream)
      else this.#checkUnsubscribe(socket, stream)
      const state = isSubscribe ? 'subscribing' : 'unsubscribing'
      commands.last.set(stream, { id, at: this.#state.now, state })
    }
    for (const together of commands.rejectedTogether) {
      if (isSubscribe && together.every(stream => streams.includes(stream))) {
        this.#violate(`${together.join(', ')} were rejected together, and are subscribed together again`)
      }
    }
  }

  #checkSubscribe(socket: Socket, stream: string): void {
    const what = `SUBSCRIBE ${stream} on connection ${socket.connection}`
    const last = this.#commandsOf(socket).last.get(stream)
    if (!this.#state.wantedOn(socket.connection).has(stream) && !this.#state.isUnplaced(stream)) {
      this.#violate(`${what}, which is not wanted`)
    }
    if (last !== undefined && last.state !== 'unsubscribing' && !this.#isTimedOut(socket, last)) {
      this.#violate(`${what}, which is subscribed already`)
    }
  }

  #checkUnsubscribe(socket: Socket, stream: string): void {
    const what = `UNSUBSCRIBE ${stream} on connection ${socket.connection}`
    const last = this.#commandsOf(socket).last.get(stream)
    if (this.#state.wantedOn(socket.connection).has(stream)) this.#violate(`${what}, which is wanted`)
    if (last === undefined || (last.state === 'unsubscribing' && !this.#isTimedOut(socket, last))) {
      this.#violate(`${what}, which is not subscribed`)
    }
  }

  #checkList(socket: Socket, commands: SocketCommands): void {
    const { now } = this.#state
    const { heartbeatInterval } = this.#options
    const isHeartbeat = now - Math.max(commands.heartbeatAt, socket.openedAt) >= heartbeatInterval
    if (!isHeartbeat && !this.#hasReason(socket, commands)) {
      this.#violate(`LIST_SUBSCRIPTIONS on connection ${socket.connection}, between two heartbeats`)
    }
    // A list that may be either counts as a heartbeat, so that it does not use up a reason.
    if (isHeartbeat) commands.heartbeatAt = now
    else commands.listedAt = now
  }

  /** Whether a list between two heartbeats has an unused reason. */
  #hasReason(socket: Socket, { listedAt }: SocketCommands): boolean {
    const { now, clockForwardAt, suspendedUntil } = this.#state
    const { commandTimeout } = this.#options
    // A stall makes the client late to notice a timeout: after a list for another one that it
    // noticed just before.
    const isAfterTimeout = [...socket.commands.values()].some(
      command =>
        command.at + commandTimeout + this.#state.latenessSince(command.at) >= listedAt &&
        this.#isTimedOut(socket, command),
    )
    // The rate limit may delay a list until the commands that hold its slots have timed out.
    const maxDelay = commandTimeout + 2_000 + this.#state.latenessSince(now - commandTimeout)
    const silentAt = socket.lastFrameAt + SILENCE
    const isSilent = now >= silentAt && listedAt < silentAt
    const wasSilent = listedAt < socket.silentAt && now - socket.silenceEndedAt <= maxDelay
    // At the end of a stall, a list and a step may have the same time.
    const since = Math.max(listedAt, socket.openedAt)
    const isClockForward = clockForwardAt >= since || (now >= suspendedUntil && suspendedUntil >= since)
    return isAfterTimeout || isSilent || wasSilent || isClockForward
  }

  #applyReply(socket: Socket, id: number, result: readonly string[] | null | undefined): void {
    const commands = this.#commandsOf(socket)
    const { last } = commands
    const command = socket.commands.get(id)
    if (command === undefined) return
    if (command.method === 'LIST_SUBSCRIPTIONS') {
      if (result !== null && result !== undefined) this.#applyList(last, id, result)
      return
    }
    const affected = command.streams.filter(stream => last.get(stream)?.id === id)
    // A rejection that comes after the client's timeout names no streams, and does not concern
    // these.
    const isInTime = this.#state.now - command.at < this.#options.commandTimeout
    if (result === undefined && command.method === 'SUBSCRIBE' && affected.length > 1 && isInTime) {
      commands.rejectedTogether = [...commands.rejectedTogether, affected]
    }
    for (const stream of affected) {
      const before = last.get(stream)
      if (command.method === 'SUBSCRIBE' && result === null) {
        last.set(stream, { id, at: command.at, state: 'active' })
      }
      // A late reply does not prevent the second try.
      else if (before === undefined || !this.#isTimedOut(socket, before)) last.delete(stream)
    }
    // An acknowledged stream may be subscribed with any others later.
    if (result === null) {
      commands.rejectedTogether = commands.rejectedTogether.filter(
        each => !each.some(stream => affected.includes(stream)),
      )
    }
  }

  #applyList(last: Map<string, LastCommand>, id: number, listed: readonly string[]): void {
    for (const [stream, { id: lastId }] of last) {
      if (lastId < id && !listed.includes(stream)) last.delete(stream)
    }
    for (const stream of listed) {
      const before = last.get(stream)
      if (before === undefined || before.id < id) {
        last.set(stream, { id, at: this.#state.now, state: 'active' })
      }
    }
  }

  /** Whether a command was not answered in time. */
  #isTimedOut(socket: Socket, { id, at }: Pick<LastCommand, 'id' | 'at'>): boolean {
    const answeredAt = socket.commands.get(id)?.answeredAt ?? Infinity
    return Math.min(answeredAt, this.#state.now) - at >= this.#options.commandTimeout
  }

  #commandsOf(socket: Socket): SocketCommands {
    const commands = this.#sockets.get(socket) ?? {
      last: new Map(),
      rejectedTogether: [],
      heartbeatAt: -Infinity,
      listedAt: -Infinity,
    }
    this.#sockets.set(socket, commands)
    return commands
  }
}
