/**
 * Reconnection: follows the `reconnect` options. Attempts count from 1 since the connection was
 * last open for `minUptime`; each waits the exponential delay less its jitter. The delay starts
 * again once a connection was open for eight times the last delay. A planned shutdown is followed
 * at once (the first in a row); after `maxAttempts` the connection fails.
 *
 * Where a session that was to replace another one goes on alone, this is no attempt. Mirrors
 * reconnect each on its own, and only while none is live do their attempts count: of them only the
 * maximum is checked.
 */
import { type ConnectionStatus, isMarketError } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { ClientOptions } from '../scenario/scenario.js'

/** The delay starts again after a connection that was open for so many times the last one. */
const UPTIME_PER_DELAY = 8

interface Attempts {
  /** Failures in a row. */
  count: number
  /** Delays in a row, each longer than the one before. */
  delays: number
  lastDelay: number
  /** When the connection opened; `Infinity` before. */
  openedAt: number
  /** The last loss was a planned shutdown. */
  hadShutdown: boolean
}

export type ReconnectionOptions = Pick<ClientOptions, 'reconnect' | 'mirror'>

export class Reconnection implements Invariant {
  readonly name = 'reconnection'
  readonly #reconnect: ClientOptions['reconnect']
  readonly #isMirrored: boolean
  readonly #violate: Violate
  readonly #state: Pick<ObservedState, 'now' | 'step' | 'socket' | 'socketsOf'>
  readonly #attempts = new Map<number, Attempts>()
  readonly #lastStatus = new Map<number, ConnectionStatus['type']>()

  constructor(
    state: Pick<ObservedState, 'now' | 'step' | 'socket' | 'socketsOf'>,
    { reconnect, mirror }: ReconnectionOptions,
    violate: Violate,
  ) {
    this.#state = state
    this.#reconnect = reconnect
    this.#isMirrored = mirror > 1
    this.#violate = violate
  }

  onWireStep(step: WireStep): void {
    if (step.type !== 'leave' && step.type !== 'closed') return
    // The uptime of the session that is lost, which may have replaced the one that opened first.
    const { connection, openedAt, endedAtStep } = this.#state.socket(step.socket)
    const attempts = this.#attempts.get(connection)
    if (attempts !== undefined && endedAtStep === this.#state.step) attempts.openedAt = openedAt
  }

  onStatus(status: ConnectionStatus): void {
    const { connection, type } = status
    const last = this.#lastStatus.get(connection)
    if (type !== 'waiting') this.#lastStatus.set(connection, type)
    // Closed without reconnecting, as it was not wanted: attempts start over.
    if (type === 'connecting' && last === 'closed') this.#attempts.delete(connection)
    const attempts = this.#attempts.get(connection) ?? newAttempts()
    this.#attempts.set(connection, attempts)
    if (type === 'open') attempts.openedAt = this.#state.now
    if (type === 'reconnecting') this.#checkAttempt(status, attempts)
    if (type === 'failed') {
      this.#checkFailure(status, attempts)
      this.#attempts.delete(connection)
    }
  }

  #checkAttempt(
    { connection, attempt, delay, cause }: Extract<ConnectionStatus, { type: 'reconnecting' }>,
    attempts: Attempts,
  ): void {
    const reconnect = this.#reconnect
    const hasOther = this.#state.socketsOf(connection).length > 0
    // The session that was to replace the lost one goes on.
    if (hasOther && attempt === 0 && delay === 0) return
    if (reconnect === false) this.#violate(`connection ${connection} reconnects, which is disabled`)
    const { maxAttempts, initialDelay, maxDelay, factor, jitter } = reconnect
    if (this.#isMirrored) {
      if (attempt > maxAttempts || delay > maxDelay)
        this.#violate(`connection ${connection} waits ${delay} ms for attempt ${attempt} of ${maxAttempts}`)
      return
    }
    if (hasOther) this.#violate(`connection ${connection} makes attempt ${attempt}, and has another session`)
    if (this.#isFree(attempts, cause)) {
      if (attempt !== 0 || delay !== 0) {
        this.#violate(
          `connection ${connection} waits ${delay} ms for attempt ${attempt} after a planned shutdown`,
        )
      }
    } else {
      attempts.count++
      attempts.delays++
      attempts.lastDelay = delay
      const max = Math.min(maxDelay, initialDelay * factor ** (attempts.delays - 1))
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
    { connection, attempts: reported, cause }: Extract<ConnectionStatus, { type: 'failed' }>,
    attempts: Attempts,
  ): void {
    const reconnect = this.#reconnect
    const isFree = this.#isFree(attempts, cause)
    const max = reconnect === false ? 0 : reconnect.maxAttempts
    if (this.#isMirrored && reported >= max) return
    if (reported !== attempts.count || reported < max || (isFree && reconnect !== false)) {
      this.#violate(`connection ${connection} failed after ${reported} of ${max} attempts`)
    }
  }

  /**
   * Resets the count after a stable connection; returns whether the next attempt is not counted.
   */
  #isFree(attempts: Attempts, cause: Error): boolean {
    const minUptime = this.#reconnect === false ? Infinity : this.#reconnect.minUptime
    const uptime = this.#state.now - attempts.openedAt
    const wasStable = uptime >= minUptime
    if (wasStable) attempts.count = 0
    if (wasStable && uptime >= UPTIME_PER_DELAY * attempts.lastDelay) attempts.delays = 0
    const isShutdown = isMarketError(cause, 'SERVER_SHUTDOWN')
    const isFree = isShutdown && (wasStable || !attempts.hadShutdown)
    attempts.hadShutdown = isShutdown
    return isFree
  }
}

const newAttempts = (): Attempts => ({
  count: 0,
  delays: 0,
  lastDelay: 0,
  openedAt: Infinity,
  hadShutdown: false,
})
