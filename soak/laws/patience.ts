/**
 * A lost connection is had back as `reconnect` says: attempts are counted from 1 since the link last stood for `minUptime`, each waits the
 * exponential delay less its jitter, a planned shutdown is followed at once (the first of a row), and after `maxAttempts` it is given up.
 */
import { type ConnectionStatus, isMarketError } from '../../src/index.js'
import type { Broken, Law } from '../law.js'
import type { Client } from '../plan.js'

interface Row {
  /** Failures in a row. */
  attempts: number
  /** When the link opened; `Infinity` before. */
  openedAt: number
  /** It was lost to a planned shutdown the last time. */
  hadShutdown: boolean
}

export class Patience implements Law {
  readonly name = 'patience'
  readonly #rows = new Map<number, Row>()

  constructor(
    private readonly reconnect: Client['reconnect'],
    private readonly broken: Broken,
  ) {}

  status(status: ConnectionStatus): void {
    const { connection, at } = status
    const row = this.#rows.get(connection) ?? { attempts: 0, openedAt: Infinity, hadShutdown: false }
    this.#rows.set(connection, row)
    switch (status.type) {
      case 'open':
        row.openedAt = at
        return
      case 'reconnecting':
        return this.#checkAttempt(status, row)
      case 'failed':
        this.#checkFailure(status, row)
        this.#rows.delete(connection)
        return
      case 'closed':
        // Our own leaving: whatever comes next is a new beginning.
        if (status.reason === 'no longer needed') this.#rows.delete(connection)
        return
      default:
    }
  }

  #checkAttempt(
    { connection, attempt, delay, cause, at }: Extract<ConnectionStatus, { type: 'reconnecting' }>,
    row: Row,
  ): void {
    const { reconnect } = this
    if (reconnect === false) this.broken(`connection ${connection} reconnects, and was told not to`)
    const { maxAttempts, initialDelay, maxDelay, factor, jitter } = reconnect
    if (this.#isFree(row, cause, at)) {
      if (attempt !== 0 || delay !== 0) {
        this.broken(
          `connection ${connection} waits ${delay} ms for attempt ${attempt} after a planned shutdown`,
        )
      }
    } else {
      row.attempts++
      const longest = Math.min(maxDelay, initialDelay * factor ** (row.attempts - 1))
      if (attempt !== row.attempts || attempt > maxAttempts) {
        this.broken(
          `connection ${connection} makes attempt ${attempt} of ${maxAttempts}, after ${row.attempts - 1}`,
        )
      }
      if (delay > Math.ceil(longest) || delay < Math.floor(longest * (1 - jitter))) {
        this.broken(`connection ${connection} waits ${delay} ms for attempt ${attempt}: at most ${longest}`)
      }
    }
    row.openedAt = Infinity
  }

  #checkFailure(
    { connection, attempts, cause, at }: Extract<ConnectionStatus, { type: 'failed' }>,
    row: Row,
  ): void {
    const { reconnect } = this
    const isFree = this.#isFree(row, cause, at)
    const most = reconnect === false ? 0 : reconnect.maxAttempts
    if (attempts !== row.attempts || attempts < most || (isFree && reconnect !== false)) {
      this.broken(`connection ${connection} is given up after ${attempts} of ${most} attempts`)
    }
  }

  /** Forgets what is past; whether the next attempt costs nothing. */
  #isFree(row: Row, cause: Error, at: number): boolean {
    const minUptime = this.reconnect === false ? Infinity : this.reconnect.minUptime
    const wasStable = at - row.openedAt >= minUptime
    if (wasStable) row.attempts = 0
    const isShutdown = isMarketError(cause, 'SERVER_SHUTDOWN')
    const isFree = isShutdown && (wasStable || !row.hadShutdown)
    row.hadShutdown = isShutdown
    return isFree
  }
}
