/**
 * Limits: the client never exceeds the exchange's limits. They are counted here independently, from
 * the messages that the exchange receives.
 *
 * Of the pongs within a second one counts. A browser's socket, like the one in memory, answers
 * pings by itself. Their number at once, after a connection held them back, is not under the
 * client's control.
 *
 * Source: web-socket-streams.md, "WebSocket Limits"; 4,096 bytes a message as measured against the
 * exchange.
 */
import type { Received } from '../../src/simulator/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'

const MESSAGES_PER_SECOND = 5
const ATTEMPTS = 300
const ATTEMPTS_WINDOW = 300_000
const MAX_MESSAGE_BYTES = 4_096

export class Limits implements Invariant {
  readonly name = 'limits'
  readonly #violate: Violate
  readonly #messages = new Map<number, readonly Received[]>()
  #attempts: number[] = []

  constructor(violate: Violate) {
    this.#violate = violate
  }

  onReceived(message: Received): void {
    const { at, connection, text } = message
    const before = this.#messages.get(connection) ?? []
    const recent = [...before, message].filter(each => each.at > at - 1_000)
    this.#messages.set(connection, recent)
    const pongs = recent.filter(({ kind }) => kind === 'pong').length
    if (recent.length - Math.max(0, pongs - 1) > MESSAGES_PER_SECOND) {
      this.#violate(`${recent.length} messages within a second on the exchange's connection ${connection}`)
    }
    const bytes = Buffer.byteLength(text)
    if (bytes > MAX_MESSAGE_BYTES) this.#violate(`a message of ${bytes} bytes`)
  }

  onWireStep(step: WireStep): void {
    if (step.type === 'closed' && (step.code === 1009 || step.reason === 'Too many streams')) {
      this.#violate(`the exchange closed socket ${step.socket} for exceeding a limit: ${step.reason}`)
    }
    if (step.type !== 'connect') return
    this.#attempts = [...this.#attempts, step.at].filter(time => time > step.at - ATTEMPTS_WINDOW)
    if (this.#attempts.length > ATTEMPTS) {
      this.#violate(`${this.#attempts.length} attempts to connect within five minutes`)
    }
  }
}
