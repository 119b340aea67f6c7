/**
 * A subscriber's observable ends only for a reason: the exchange refused a stream of his (and he hears which), his connection was
 * given up (and then all of its subscribers hear it, at once), or the market was closed. Whoever asks a closed market hears that.
 */
import type { ConnectionStatus } from '../../src/index.js'
import { isMarketError } from '../../src/index.js'
import type { Broken, Law } from '../law.js'
import type { Scene, Subscriber } from '../scene.js'
import type { Meaning } from '../truth.js'
import type { WireStep } from '../../src/testing/index.js'

export class Endings implements Law {
  readonly name = 'endings'
  /** Who must hear now that his connection was given up. */
  readonly #doomed = new Set<Subscriber>()
  /** Who may hear it as well: it is not known yet over which connection his streams come. */
  readonly #endangered = new Set<Subscriber>()
  /** Who must hear that the market was closed. */
  readonly #completing = new Set<Subscriber>()
  /** The stream that the exchange refused, alone, in the last frame. */
  #refused: { readonly stream: string; readonly connection: number } | undefined

  constructor(
    private readonly scene: Scene,
    private readonly broken: Broken,
  ) {}

  step(step: WireStep, meaning: Meaning | undefined): void {
    this.#refused = undefined
    if (meaning?.type !== 'reply' || meaning.reply.result !== undefined) return
    const socket = this.scene.socket(step.socket)
    const { id } = meaning.reply
    const command = id === undefined ? undefined : socket.commands.get(id)
    const [stream, ...others] = command?.streams ?? []
    if (command?.method !== 'SUBSCRIBE' || stream === undefined || others.length > 0) return
    this.#refused = { stream, connection: socket.connection }
  }

  status({ type, connection }: ConnectionStatus): void {
    if (type !== 'failed') return
    for (const subscriber of this.scene.subscribers) {
      if ([...subscriber.over.values()].includes(connection)) this.#doomed.add(subscriber)
      else if (subscriber.over.size < subscriber.streams.size) this.#endangered.add(subscriber)
    }
  }

  closing(): void {
    for (const subscriber of this.scene.subscribers) this.#completing.add(subscriber)
  }

  leaving(subscriber: Subscriber): void {
    this.#doomed.delete(subscriber)
    this.#endangered.delete(subscriber)
    this.#completing.delete(subscriber)
  }

  ended(subscriber: Subscriber, error: unknown): void {
    const { name, streams } = subscriber
    const reason = this.#reason(subscriber, error)
    if (reason !== undefined) this.broken(`${name} (${[...streams].join(', ')}) ${reason}`)
    this.leaving(subscriber)
  }

  settled(): void {
    for (const { name } of this.#doomed) this.broken(`${name} was not told that its connection was given up`)
    for (const { name } of this.#completing)
      this.broken(`${name} was not completed when the market was closed`)
  }

  /** Why it should not have ended so; `undefined` when it should. */
  #reason(subscriber: Subscriber, error: unknown): string | undefined {
    if (error === undefined) {
      return this.#completing.has(subscriber) ? undefined : 'was completed, and the market is open'
    }
    if (isMarketError(error, 'MARKET_CLOSED')) {
      return this.scene.isMarketClosed ? undefined : 'was told that the market is closed, and it is open'
    }
    if (isMarketError(error, 'RECONNECT_FAILED')) {
      const isHis = this.#doomed.has(subscriber) || this.#endangered.has(subscriber)
      return isHis ? undefined : 'was given up, and its connection was not'
    }
    if (isMarketError(error, 'SUBSCRIBE_REJECTED')) {
      const refused = this.#refused
      if (refused === undefined || refused.stream !== error.stream) {
        return `was told that ${error.stream} was refused, and it was not`
      }
      const over = subscriber.over.get(refused.stream)
      const isHis =
        subscriber.streams.has(refused.stream) && (over ?? refused.connection) === refused.connection
      return isHis ? undefined : `was told that ${refused.stream} was refused, which it did not ask for`
    }
    return `ended with ${error instanceof Error ? error.message : typeof error}`
  }
}
