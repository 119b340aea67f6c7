/**
 * The limits of the exchange are never broken: counted here anew, from what it received.
 *
 * Of the pongs within a second one counts. A browser's socket, as the one in memory, answers pings unseen; how many come at once, when a
 * link has held them back, is not the client's to decide.
 *
 * Source: web-socket-streams.md, "WebSocket Limits"; 4,096 bytes a message from `shared/FIELD.md`.
 */
import type { Received } from '../../src/simulator/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Broken, Law } from '../law.js'

const MESSAGES_PER_SECOND = 5
const ATTEMPTS = 300
const ATTEMPTS_WINDOW = 300_000
const FRAME_BYTES = 4_096

export class Limits implements Law {
  readonly name = 'limits'
  readonly #messages = new Map<number, readonly Received[]>()
  #attempts: number[] = []

  constructor(private readonly broken: Broken) {}

  received(message: Received): void {
    const { at, connection, text } = message
    const before = this.#messages.get(connection) ?? []
    const recent = [...before, message].filter(each => each.at > at - 1_000)
    this.#messages.set(connection, recent)
    const pongs = recent.filter(({ kind }) => kind === 'pong').length
    if (recent.length - Math.max(0, pongs - 1) > MESSAGES_PER_SECOND) {
      this.broken(`${recent.length} messages within a second on the exchange's connection ${connection}`)
    }
    if (Buffer.byteLength(text) > FRAME_BYTES) this.broken(`a message of ${Buffer.byteLength(text)} bytes`)
  }

  step(step: WireStep): void {
    if (step.type === 'closed' && (step.code === 1009 || step.reason === 'Too many streams')) {
      this.broken(`the exchange closed socket ${step.socket} for a breach: ${step.reason}`)
    }
    if (step.type !== 'connect') return
    this.#attempts = [...this.#attempts, step.at].filter(time => time > step.at - ATTEMPTS_WINDOW)
    if (this.#attempts.length > ATTEMPTS) {
      this.broken(`${this.#attempts.length} attempts to connect within five minutes`)
    }
  }
}
