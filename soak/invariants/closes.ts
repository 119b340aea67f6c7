/**
 * Closes: the client closes a socket for a reason only. The reasons are: it is no longer wanted, it
 * did not open in time, it is stale, the exchange announced a shutdown, or the market was closed.
 * No frame, whatever its bytes, is a reason.
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { DecodedFrame } from '../checker/oracle.js'

export class Closes implements Invariant {
  readonly name = 'closes'
  readonly #state: ObservedState
  readonly #violate: Violate
  readonly #lastStatus = new Map<number, ConnectionStatus['type']>()
  /** Sockets on which a shutdown was announced. */
  readonly #shutdowns = new Set<number>()
  /**
   * Sockets that the client has begun to close: terminating one that does not close in time needs
   * no further reason.
   */
  readonly #closing = new Set<number>()

  constructor(state: ObservedState, violate: Violate) {
    this.#state = state
    this.#violate = violate
  }

  onStatus({ connection, type }: ConnectionStatus): void {
    this.#lastStatus.set(connection, type)
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    if (decoded?.type === 'reply' && decoded.isShutdown === true) this.#shutdowns.add(step.socket)
    if (step.type !== 'leave' || this.#closing.has(step.socket)) return
    this.#closing.add(step.socket)
    const { connection, openedAt } = this.#state.socket(step.socket)
    const hasReason =
      this.#state.isMarketClosed ||
      openedAt === Infinity ||
      this.#shutdowns.has(step.socket) ||
      this.#lastStatus.get(connection) === 'stale' ||
      this.#state.wantedOn(connection).size === 0
    if (!hasReason) this.#violate(`connection ${connection} is closed by the client without a reason`)
  }
}
