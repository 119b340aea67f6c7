/**
 * Every command has a reason. SUBSCRIBE names what somebody wants on this connection and the exchange does not send yet, UNSUBSCRIBE what
 * nobody wants any more and it sends; neither says again what was said, unless it was not answered in time or a list shows otherwise.
 * What was refused together, in time, is not asked for together again. LIST_SUBSCRIPTIONS comes at most once a heartbeat, or after a silence.
 */
import type { Broken, Law } from '../law.js'
import type { Client } from '../plan.js'
import type { Command, Scene, Socket } from '../scene.js'
import type { Meaning } from '../truth.js'
import type { WireStep } from '../../src/testing/index.js'

/** What the exchange was told last of a stream, as far as its replies have said. */
interface Said {
  readonly id: number
  readonly at: number
  readonly state: 'asked' | 'has' | 'leaving'
}

interface Talk {
  readonly said: Map<string, Said>
  /** Streams that were refused together. */
  refused: readonly (readonly string[])[]
  /** When it was probed last by the beat of the heart. */
  beatAt: number
  /** When it was probed last. */
  listedAt: number
}

export class Commands implements Law {
  readonly name = 'commands'
  readonly #talks = new Map<Socket, Talk>()

  constructor(
    private readonly scene: Scene,
    private readonly options: Pick<Client, 'commandTimeout' | 'heartbeatInterval'>,
    private readonly broken: Broken,
  ) {}

  step(step: WireStep, meaning: Meaning | undefined): void {
    if (step.type === 'connect') return
    const socket = this.scene.socket(step.socket)
    if (step.type === 'closed') this.#talks.delete(socket)
    else if (step.type === 'command') this.#heed(socket, socket.latest)
    else if (meaning?.type === 'reply' && meaning.reply.id !== undefined) {
      this.#learn(socket, meaning.reply.id, meaning.reply.result)
    }
  }

  #heed(socket: Socket, command: Command | undefined): void {
    if (command === undefined) return
    const { scene } = this
    const { method, id, streams } = command
    const talk = this.#talk(socket)
    if (method === 'LIST_SUBSCRIPTIONS') return this.#heedList(socket, talk)
    const wanted = scene.wantedOn(socket.connection)
    for (const stream of streams) {
      const said = talk.said.get(stream)
      const isSilence = said !== undefined && this.#isUnanswered(socket, said)
      const what = `${method} ${stream} on connection ${socket.connection}`
      if (method === 'SUBSCRIBE') {
        if (!wanted.has(stream) && !scene.isUnplaced(stream)) this.broken(`${what}, which nobody wants`)
        if (said !== undefined && said.state !== 'leaving' && !isSilence) {
          this.broken(`${what}, which it was told already`)
        }
      } else {
        if (wanted.has(stream)) this.broken(`${what}, which is wanted`)
        if (said === undefined || (said.state === 'leaving' && !isSilence)) {
          this.broken(`${what}, which it does not send`)
        }
      }
      talk.said.set(stream, { id, at: scene.now, state: method === 'SUBSCRIBE' ? 'asked' : 'leaving' })
    }
    for (const together of talk.refused) {
      if (method === 'SUBSCRIBE' && together.every(stream => streams.includes(stream))) {
        this.broken(`${together.join(', ')} were refused together, and are asked for together again`)
      }
    }
  }

  #heedList(socket: Socket, talk: Talk): void {
    const { scene } = this
    const { heartbeatInterval, commandTimeout } = this.options
    const isBeat = scene.now - Math.max(talk.beatAt, socket.openedAt) >= heartbeatInterval
    const isAfterSilence = [...socket.commands.values()].some(
      command => command.at + commandTimeout >= talk.listedAt && this.#isUnanswered(socket, command),
    )
    if (!isBeat && !isAfterSilence) {
      this.broken(`LIST_SUBSCRIPTIONS on connection ${socket.connection}, between two heartbeats`)
    }
    if (isBeat) talk.beatAt = scene.now
    talk.listedAt = scene.now
  }

  #learn(socket: Socket, id: number, result: readonly string[] | null | undefined): void {
    const { said, ...talk } = this.#talk(socket)
    const command = socket.commands.get(id)
    if (command === undefined) return
    if (command.method === 'LIST_SUBSCRIPTIONS') {
      if (result !== null && result !== undefined) this.#compare(said, id, result)
      return
    }
    const about = command.streams.filter(stream => said.get(stream)?.id === id)
    // A refusal that comes after the client gave up waiting names no streams, and tells it nothing of these.
    const isInTime = this.scene.now - command.at < this.options.commandTimeout
    if (result === undefined && command.method === 'SUBSCRIBE' && about.length > 1 && isInTime) {
      this.#talk(socket).refused = [...talk.refused, about]
    }
    for (const stream of about) {
      const last = said.get(stream)
      if (command.method === 'SUBSCRIBE' && result === null)
        said.set(stream, { id, at: command.at, state: 'has' })
      // One that came too late does not keep the second try from going out.
      else if (last === undefined || !this.#isUnanswered(socket, last)) said.delete(stream)
    }
    // Whatever was done now is another matter than what was refused before.
    if (result === null)
      this.#talk(socket).refused = talk.refused.filter(each => !each.some(s => about.includes(s)))
  }

  #compare(said: Map<string, Said>, id: number, listed: readonly string[]): void {
    for (const [stream, { id: last }] of said) {
      if (last < id && !listed.includes(stream)) said.delete(stream)
    }
    for (const stream of listed) {
      const before = said.get(stream)
      if (before === undefined || before.id < id) said.set(stream, { id, at: this.scene.now, state: 'has' })
    }
  }

  /** What was said has not been answered in time. */
  #isUnanswered(socket: Socket, { id, at }: Pick<Said, 'id' | 'at'>): boolean {
    const { commandTimeout } = this.options
    const answeredAt = socket.commands.get(id)?.answeredAt ?? Infinity
    return Math.min(answeredAt, this.scene.now) - at >= commandTimeout
  }

  #talk(socket: Socket): Talk {
    const talk = this.#talks.get(socket) ?? {
      said: new Map(),
      refused: [],
      beatAt: -Infinity,
      listedAt: -Infinity,
    }
    this.#talks.set(socket, talk)
    return talk
  }
}
