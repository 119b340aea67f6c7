/**
 * A link is probed every heartbeat, and one that is dead is found: when nothing comes within `commandTimeout` of a probe, at that moment;
 * when other frames come, but no answer for two heartbeats.
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Broken, Law } from '../law.js'
import type { Client } from '../plan.js'
import type { Scene } from '../scene.js'
import type { Meaning } from '../truth.js'

interface Watch {
  readonly connection: number
  probedAt: number
  /** When the last answer to a probe came; before the first, when it opened. */
  answeredAt: number
  frameAt: number
}

export class Vigilance implements Law {
  readonly name = 'vigilance'
  readonly #watches = new Map<number, Watch>()
  readonly #interval: number
  readonly #patience: number
  /** How long the client's own pace may hold a probe back: until every command that holds a place has timed out, and a second. */
  readonly #slack: number

  constructor(
    private readonly scene: Scene,
    { heartbeatInterval, commandTimeout }: Pick<Client, 'commandTimeout' | 'heartbeatInterval'>,
    private readonly broken: Broken,
  ) {
    this.#interval = heartbeatInterval
    this.#patience = Math.min(commandTimeout, heartbeatInterval)
    this.#slack = commandTimeout + 2_000
  }

  step(step: WireStep, meaning: Meaning | undefined): void {
    this.#look()
    const { socket, at } = step
    if (step.type === 'open') {
      const { connection } = this.scene.socket(socket)
      this.#watches.set(socket, { connection, probedAt: at, answeredAt: at, frameAt: at })
    }
    if (step.type === 'leave' || step.type === 'closed') this.#watches.delete(socket)
    const watch = this.#watches.get(socket)
    if (watch === undefined) return
    if (step.type === 'command' && step.text.includes('LIST_SUBSCRIPTIONS')) watch.probedAt = at
    if (step.type !== 'frame') return
    watch.frameAt = at
    if (meaning?.type === 'reply' && Array.isArray(meaning.reply.result)) watch.answeredAt = at
  }

  status({ type }: ConnectionStatus): void {
    if (type === 'stale') this.#look()
  }

  #look(): void {
    const { now } = this.scene
    for (const { connection, probedAt, answeredAt, frameAt } of this.#watches.values()) {
      if (now - probedAt > this.#interval + this.#slack) {
        this.broken(`connection ${connection} has not been probed for ${now - probedAt} ms`)
      }
      if (frameAt < probedAt && now - probedAt > this.#patience) {
        this.broken(`connection ${connection} has been silent since a probe ${now - probedAt} ms ago`)
      }
      if (now - answeredAt > 2 * (this.#interval + this.#slack)) {
        this.broken(`connection ${connection} has not answered a probe for ${now - answeredAt} ms`)
      }
    }
  }
}
