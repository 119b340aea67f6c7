/**
 * The connection of a marble market: emits the statuses of a real one, at the frames of its
 * diagram.
 */
import {
  ConnectionLostError,
  ReconnectFailedError,
  StaleConnectionError,
} from '../../model/errors/connection-errors.js'
import type { ConnectionStatus } from '../../model/status.js'
import type { StatusChange } from '../../model/status-change.js'

export interface MarbleConnectionConfig {
  readonly now: () => number
  /** Runs `work` at the end of the present frame. */
  readonly schedule: (work: () => void) => void
  readonly onStatus: (status: ConnectionStatus) => void
  /** No attempts are left: every subscriber gets this error. */
  readonly onFailed: (error: ReconnectFailedError) => void
}

const URL = 'marble:'
// After the last mark of the diagram, the next attempt takes the longest delay of a real market.
const MAX_DELAY = 60_000

export class MarbleConnection {
  readonly #config: MarbleConnectionConfig
  readonly #wanted = new Set<string>()
  /** The channels that the exchange serves on the present session. */
  readonly #live = new Set<string>()
  #status: StatusChange['type'] = 'closed'
  #isAvailable: boolean
  #isConnected = false
  #attempt = 0
  #lastFrameAt = 0

  /** @param isAvailable whether the exchange can be reached before the first marble */
  constructor(isAvailable: boolean, config: MarbleConnectionConfig) {
    this.#isAvailable = isAvailable
    this.#config = config
  }

  /** Whether frames of the exchange arrive. */
  get isAvailable(): boolean {
    return this.#isAvailable
  }

  addWanted(channel: string): void {
    this.#wanted.add(channel)
    this.#config.schedule(() => this.#reconcile())
  }

  removeWanted(channel: string): void {
    this.#wanted.delete(channel)
    this.#config.schedule(() => this.#reconcile())
  }

  onFrame(): void {
    this.#lastFrameAt = this.#config.now()
  }

  /** `L`: the exchange can be reached from now on. */
  restore(): void {
    this.#isAvailable = true
    this.#reconcile()
  }

  /** `D`: the connection drops; or, when it is down already, one more attempt fails. */
  drop(delay = MAX_DELAY): void {
    if (this.#disconnect()) this.#retry(delay, new ConnectionLostError(URL, 1006, ''))
  }

  /** `S`: the heartbeat finds the connection silent and replaces it. */
  stall(delay = MAX_DELAY): void {
    const silence = this.#config.now() - this.#lastFrameAt
    if (this.#isConnected) this.#setStatus({ type: 'stale', silence })
    if (this.#disconnect()) this.#retry(delay, new StaleConnectionError(silence))
  }

  /** `F`: the connection drops, and no attempts are left. */
  fail(): void {
    if (!this.#disconnect()) return
    const cause = new ConnectionLostError(URL, 1006, '')
    const attempts = this.#attempt
    this.#attempt = 0
    this.#setStatus({ type: 'failed', attempts, cause })
    this.#config.onFailed(new ReconnectFailedError(attempts, cause))
  }

  close(): void {
    this.#wanted.clear()
    this.#reconcile()
  }

  /** Returns whether there was anything to lose: a connection, or an attempt at one. */
  #disconnect(): boolean {
    this.#isAvailable = false
    if (this.#wanted.size === 0) return false
    if (!this.#isConnected) this.#setStatus({ type: 'connecting', url: URL })
    this.#isConnected = false
    this.#live.clear()
    this.#setStatus({ type: 'closed', code: 1006, reason: '' })
    return true
  }

  #retry(delay: number, cause: Error): void {
    this.#setStatus({ type: 'reconnecting', attempt: ++this.#attempt, delay, cause })
  }

  /**
   * Subscribes what is wanted and releases what is not, at the end of a frame: a channel left and
   * joined in one sends nothing.
   */
  #reconcile(): void {
    if (this.#wanted.size === 0) return this.#release()
    if (!this.#isAvailable) return
    if (!this.#isConnected) this.#connect()
    const before = this.#live.size
    for (const channel of [...this.#live]) if (!this.#wanted.has(channel)) this.#live.delete(channel)
    const pending = [...this.#wanted].filter(channel => !this.#live.has(channel))
    if (pending.length > 0) this.#setStatus({ type: 'subscribing', pending: pending.length })
    else if (this.#live.size === before) return
    for (const channel of pending) this.#live.add(channel)
    this.#setStatus({ type: 'live', streams: this.#live.size })
  }

  #connect(): void {
    this.#setStatus({ type: 'connecting', url: URL })
    this.#setStatus({ type: 'open' })
    this.#isConnected = true
    this.#attempt = 0
    this.onFrame()
  }

  /** Closes at once: `linger` is 0 here. */
  #release(): void {
    this.#live.clear()
    this.#attempt = 0
    this.#isConnected = false
    if (this.#status !== 'closed' && this.#status !== 'failed')
      this.#setStatus({ type: 'closed', code: 1000, reason: 'no longer needed' })
  }

  #setStatus(change: StatusChange): void {
    this.#status = change.type
    this.#config.onStatus({ ...change, connection: 0, at: this.#config.now() })
  }
}
