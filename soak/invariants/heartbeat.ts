/**
 * Heartbeat: every connection is probed once a heartbeat, and a dead one is detected. If nothing
 * arrives within `commandTimeout` of a probe, it is detected then; if other frames arrive but no
 * answer, after two heartbeats. An unwanted connection that lingers is not probed, and a stall of
 * the client's process delays everything.
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { DecodedFrame } from '../checker/oracle.js'
import type { ClientOptions } from '../scenario/scenario.js'

interface ProbedSocket {
  readonly connection: number
  probedAt: number
  /** When the last probe was answered; before the first answer, when the socket opened. */
  answeredAt: number
  frameAt: number
}

export class Heartbeat implements Invariant {
  readonly name = 'heartbeat'
  readonly #state: ObservedState
  readonly #violate: Violate
  readonly #sockets = new Map<number, ProbedSocket>()
  readonly #interval: number
  readonly #probeTimeout: number
  /**
   * The maximum delay of a probe by the client's rate limit: until every command that holds a slot
   * has timed out, and a second.
   */
  readonly #slack: number

  constructor(
    state: ObservedState,
    { heartbeatInterval, commandTimeout }: Pick<ClientOptions, 'commandTimeout' | 'heartbeatInterval'>,
    violate: Violate,
  ) {
    this.#state = state
    this.#violate = violate
    this.#interval = heartbeatInterval
    this.#probeTimeout = Math.min(commandTimeout, heartbeatInterval)
    this.#slack = commandTimeout + 2_000
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    this.#check()
    const { socket: number, at } = step
    if (step.type === 'open') {
      const { connection } = this.#state.socket(number)
      this.#sockets.set(number, { connection, probedAt: at, answeredAt: at, frameAt: at })
    }
    if (step.type === 'leave' || step.type === 'closed') this.#sockets.delete(number)
    const socket = this.#sockets.get(number)
    if (socket === undefined) return
    if (step.type === 'command' && step.text.includes('LIST_SUBSCRIPTIONS')) socket.probedAt = at
    if (step.type !== 'frame') return
    socket.frameAt = at
    if (decoded?.type !== 'reply' || decoded.reply.id === undefined) return
    const command = this.#state.socket(number).commands.get(decoded.reply.id)
    // A rejection is an answer as well.
    if (command?.method === 'LIST_SUBSCRIPTIONS') socket.answeredAt = at
  }

  onSubscribe(): void {
    this.#check()
  }

  onUnsubscribe(): void {
    this.#check()
  }

  onTerminate(): void {
    this.#check()
  }

  onStatus({ type }: ConnectionStatus): void {
    if (type === 'stale') this.#check()
  }

  #check(): void {
    const { now } = this.#state
    for (const socket of this.#sockets.values()) {
      const { connection, probedAt, answeredAt, frameAt } = socket
      if (!this.#state.isNeeded(connection)) {
        Object.assign(socket, { probedAt: now, answeredAt: now, frameAt: now })
        continue
      }
      if (this.#isOverdue(probedAt, this.#interval + this.#slack)) {
        this.#violate(`connection ${connection} has not been probed for ${now - probedAt} ms`)
      }
      if (frameAt < probedAt && this.#isOverdue(probedAt, this.#probeTimeout)) {
        this.#violate(`connection ${connection} has been silent since a probe ${now - probedAt} ms ago`)
      }
      if (this.#isOverdue(answeredAt, 2 * (this.#interval + this.#slack))) {
        this.#violate(`connection ${connection} has not answered a probe for ${now - answeredAt} ms`)
      }
    }
  }

  #isOverdue(since: number, timeout: number): boolean {
    return this.#state.now - since > timeout + this.#state.latenessSince(since)
  }
}
