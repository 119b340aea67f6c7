/**
 * Reconnection: follows the `reconnect` options. Attempts count from 1 since the connection was last open for `minUptime`; each
 * waits the exponential delay less its jitter, which grows on while connections die soon; a planned shutdown is followed at once (the first in a row); after `maxAttempts` the
 * connection fails.
 */
import { type ConnectionStatus, isMarketError } from '../../src/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ClientOptions } from '../scenario/scenario.js'

interface Attempts {
  /** Failures in a row. */
  count: number
  /** Delays in a row, each longer than the one before. */
  level: number
  /** Milliseconds of the last delay. */
  delay: number
  /** The last status. */
  last: ConnectionStatus['type'] | undefined
  /** When the connection opened; `Infinity` before. */
  openedAt: number
  /** The last loss was a planned shutdown. */
  hadShutdown: boolean
}

/** Delays start again from the first after a connection that was open for so many times the last one. */
const UPTIME_PER_DELAY = 8

const newAttempts = (): Attempts => ({
  count: 0,
  level: 0,
  delay: 0,
  last: undefined,
  openedAt: Infinity,
  hadShutdown: false,
})

export class Reconnection implements Invariant {
  readonly name = 'reconnection'
  readonly #reconnect: ClientOptions['reconnect']
  readonly #violate: Violate
  readonly #attempts = new Map<number, Attempts>()

  constructor(reconnect: ClientOptions['reconnect'], violate: Violate) {
    this.#reconnect = reconnect
    this.#violate = violate
  }

  onStatus(status: ConnectionStatus): void {
    const { connection, at } = status
    let attempts = this.#attempts.get(connection) ?? newAttempts()
    // A lost connection that nobody needed is not reconnected: the next one starts afresh.
    if (attempts.last === 'closed' && (status.type === 'connecting' || status.type === 'waiting'))
      attempts = newAttempts()
    this.#attempts.set(connection, attempts)
    attempts.last = status.type
    switch (status.type) {
      case 'open':
        attempts.openedAt = at
        return
      case 'reconnecting':
        return this.#checkAttempt(status, attempts)
      case 'failed':
        this.#checkFailure(status, attempts)
        this.#attempts.delete(connection)
        return
      case 'closed':
        // We closed it ourselves: attempts start over.
        if (status.reason === 'no longer needed') this.#attempts.delete(connection)
        return
      default:
    }
  }

  #checkAttempt(
    { connection, attempt, delay, cause, at }: Extract<ConnectionStatus, { type: 'reconnecting' }>,
    attempts: Attempts,
  ): void {
    const reconnect = this.#reconnect
    if (reconnect === false) this.#violate(`connection ${connection} reconnects, which is disabled`)
    const { maxAttempts, initialDelay, maxDelay, factor, jitter } = reconnect
    if (this.#isFree(attempts, cause, at)) {
      if (attempt !== 0 || delay !== 0) {
        this.#violate(
          `connection ${connection} waits ${delay} ms for attempt ${attempt} after a planned shutdown`,
        )
      }
    } else {
      attempts.count++
      attempts.level++
      attempts.delay = delay
      const max = Math.min(maxDelay, initialDelay * factor ** (attempts.level - 1))
      if (attempt !== attempts.count || attempt > maxAttempts) {
        this.#violate(
          `connection ${connection} makes attempt ${attempt} of ${maxAttempts} after ${attempts.count - 1}`,
        )
      }
      if (delay > Math.ceil(max) || delay < Math.floor(max * (1 - jitter))) {
        this.#violate(`connection ${connection} waits ${delay} ms for attempt ${attempt}, at most ${max}`)
      }
    }
    attempts.openedAt = Infinity
  }

  #checkFailure(
    { connection, attempts: reported, cause, at }: Extract<ConnectionStatus, { type: 'failed' }>,
    attempts: Attempts,
  ): void {
    const reconnect = this.#reconnect
    const isFree = this.#isFree(attempts, cause, at)
    const max = reconnect === false ? 0 : reconnect.maxAttempts
    if (reported !== attempts.count || reported < max || (isFree && reconnect !== false)) {
      this.#violate(`connection ${connection} failed after ${reported} of ${max} attempts`)
    }
  }

  /** Resets the count after a stable connection; returns whether the next attempt is not counted. */
  #isFree(attempts: Attempts, cause: Error, at: number): boolean {
    const minUptime = this.#reconnect === false ? Infinity : this.#reconnect.minUptime
    const uptime = at - attempts.openedAt
    const wasStable = uptime >= minUptime
    if (wasStable) attempts.count = 0
    if (wasStable && uptime >= UPTIME_PER_DELAY * attempts.delay) attempts.level = 0
    const isShutdown = isMarketError(cause, 'SERVER_SHUTDOWN')
    const isFree = isShutdown && (wasStable || !attempts.hadShutdown)
    attempts.hadShutdown = isShutdown
    return isFree
  }
}
