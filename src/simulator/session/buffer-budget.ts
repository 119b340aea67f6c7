/** Limits the bytes that wait for all clients together. */
import type { Violation } from './violation.js'

/** Clients with fewer bytes are not counted: most have none, most of the time. */
const MIN_COUNTED = 65_536

/** A client that bytes wait for; a session is one. */
export interface BufferedClient {
  readonly bufferedAmount: number
  addViolation(rule: Violation['rule']): void
  reset(): void
}

export class BufferBudget {
  readonly #limit: number
  /** Bytes of each client when they were last counted. */
  readonly #counted = new Map<BufferedClient, number>()
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Counts the bytes of a client. Resets the clients with the most bytes where the total exceeds
   * the limit.
   */
  update(client: BufferedClient, bytes: number): void {
    if (bytes < MIN_COUNTED && !this.#counted.has(client)) return
    this.#count(client, bytes)
    if (this.#total > this.#limit) this.#enforce()
  }

  remove(client: BufferedClient): void {
    this.#count(client, 0)
  }

  #count(client: BufferedClient, bytes: number): void {
    this.#total += bytes - (this.#counted.get(client) ?? 0)
    if (bytes < MIN_COUNTED) {
      this.#total -= bytes
      this.#counted.delete(client)
    } else this.#counted.set(client, bytes)
  }

  #enforce(): void {
    // Most have received bytes since they were counted.
    for (const client of [...this.#counted.keys()]) this.#count(client, client.bufferedAmount)
    const bySize = [...this.#counted].sort(([, a], [, b]) => b - a)
    for (const [client] of bySize) {
      if (this.#total <= this.#limit) return
      client.addViolation('totalBufferedBytes')
      client.reset()
      this.remove(client)
    }
  }
}
