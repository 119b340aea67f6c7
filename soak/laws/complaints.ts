/**
 * `errors$` is true and complete, beside the frames that `delivery` looks after: a command that is not answered in time, one that is
 * refused, and a stream that is refused are each told once, when it happens, and nothing else is told.
 */
import { isMarketError, type MarketError } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Broken, Law } from '../law.js'
import type { Client } from '../plan.js'
import type { Command, Scene, Socket } from '../scene.js'
import type { Meaning } from '../truth.js'

interface Refusal {
  readonly of: 'stream' | 'command'
  /** Somebody certainly wants it. */
  readonly mustBeTold: boolean
}

export class Complaints implements Law {
  readonly name = 'complaints'
  /** Who has not been answered yet. */
  readonly #waiting = new Map<Socket, Command[]>()
  /** The refusal in the last frame, until it is told. */
  #refusal: Refusal | undefined
  readonly #timeout: number

  constructor(
    private readonly scene: Scene,
    { commandTimeout }: Pick<Client, 'commandTimeout'>,
    private readonly broken: Broken,
  ) {
    this.#timeout = commandTimeout
  }

  step(step: WireStep, meaning: Meaning | undefined): void {
    if (step.type === 'connect') return
    const socket = this.scene.socket(step.socket)
    if (step.type === 'closed') this.#waiting.delete(socket)
    if (step.type === 'command') {
      const command = socket.latest
      if (command !== undefined) this.#waiting.set(socket, [...(this.#waiting.get(socket) ?? []), command])
    }
    if (meaning?.type !== 'reply' || socket.isLeft) return
    const { id, result } = meaning.reply
    const waiting = this.#waiting.get(socket) ?? []
    const command = waiting.find(each => each.id === id)
    if (command !== undefined)
      this.#waiting.set(
        socket,
        waiting.filter(each => each !== command),
      )
    if (result === undefined && id !== undefined) this.#refusal = this.#refusalOf(socket, command)
  }

  error(error: MarketError): void {
    if (isMarketError(error, 'DECODE_FAILED')) return
    if (isMarketError(error, 'COMMAND_TIMEOUT')) return this.#checkTimeout(error.command)
    const told = isMarketError(error, 'SUBSCRIBE_REJECTED')
      ? 'stream'
      : isMarketError(error, 'COMMAND_REJECTED')
        ? 'command'
        : undefined
    if (told === undefined) this.broken(`errors$ told ${error.message}, which is not its business`)
    if (this.#refusal?.of !== told)
      this.broken(`errors$ told ${error.message}, and the exchange said nothing such`)
    this.#refusal = undefined
  }

  settled(): void {
    if (this.#refusal?.mustBeTold === true) {
      this.broken(`errors$ did not tell that the exchange refused a ${this.#refusal.of}`)
    }
    this.#refusal = undefined
    for (const [socket, waiting] of this.#waiting) {
      // Only now: what was left at the moment of a silence may have been told of before.
      if (socket.isLeft) this.#waiting.delete(socket)
      const late = socket.isLeft ? undefined : waiting.find(({ at }) => this.scene.now - at > this.#timeout)
      if (late !== undefined) {
        this.broken(
          `errors$ did not tell that ${late.method} on connection ${socket.connection} was not answered`,
        )
      }
    }
  }

  /** What a refusal is told as; `undefined` where there is nothing to tell. */
  #refusalOf(socket: Socket, command: Command | undefined): Refusal | undefined {
    if (command?.method !== 'SUBSCRIBE') return { of: 'command', mustBeTold: true }
    const [stream, ...others] = command.streams
    // Of several it is not known yet which is to blame; one that was left meanwhile is nobody's.
    if (stream === undefined || others.length > 0) return undefined
    const isLast = ![...socket.commands.values()].some(
      ({ id, streams }) => id > command.id && streams.includes(stream),
    )
    if (!isLast) return undefined
    if (this.scene.wantedOn(socket.connection).has(stream)) return { of: 'stream', mustBeTold: true }
    return this.scene.isUnplaced(stream) ? { of: 'stream', mustBeTold: false } : undefined
  }

  #checkTimeout(what: string): void {
    // Of sockets that were left at this very moment one cannot know whether it was told before.
    const sockets = [...this.#waiting].sort(([a], [b]) => Number(a.isLeft) - Number(b.isLeft))
    for (const [socket, waiting] of sockets) {
      const late = waiting.find(
        ({ at, method, streams: [first] }) =>
          this.scene.now - at === this.#timeout &&
          what.startsWith(first === undefined ? method : `${method} ${first}`),
      )
      if (late === undefined) continue
      this.#waiting.set(
        socket,
        waiting.filter(each => each !== late),
      )
      return
    }
    this.broken(
      `errors$ told that ${what} was not answered, and no such command was sent ${this.#timeout} ms ago`,
    )
  }
}
