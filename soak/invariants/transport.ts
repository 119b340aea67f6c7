/**
 * Transport: a socket delivers what the exchange sent, in order and without a gap. When the
 * exchange closes it with a close frame, everything is delivered before the close. When it breaks
 * or the client closes it, everything that had arrived is delivered.
 */
import type { Exchange, Sent } from '../../src/simulator/index.js'
import type { WireStep } from '../../src/testing/index.js'
import { printValue } from '../../src/validation/print-value.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'

/** Closed without a close frame. */
const ABNORMAL_CLOSURE = 1006

export class Transport implements Invariant {
  readonly name = 'transport'
  readonly #state: ObservedState
  readonly #exchange: Exchange
  readonly #latency: number
  readonly #violate: Violate
  /** By socket. */
  readonly #inTransit = new Map<number, Sent[]>()
  /** Sockets by the exchange's connection. */
  readonly #sockets = new Map<number, number>()

  constructor(state: ObservedState, exchange: Exchange, latency: number, violate: Violate) {
    this.#state = state
    this.#exchange = exchange
    this.#latency = latency
    this.#violate = violate
  }

  onSent(message: Sent): void {
    const { connection } = message
    let socket = this.#sockets.get(connection)
    if (socket === undefined) {
      const path = this.#exchange.connections.find(({ id }) => id === connection)?.path
      socket = Number(/\bsocket=(\d+)/.exec(path ?? '')?.[1])
      this.#sockets.set(connection, socket)
    }
    const list = this.#inTransit.get(socket)
    if (list === undefined) this.#inTransit.set(socket, [message])
    else list.push(message)
  }

  onWireStep(step: WireStep): void {
    if (step.type === 'frame') {
      const sent = this.#inTransit.get(step.socket)?.shift()
      if (sent?.text === step.text) return
      this.#violate(
        `socket ${step.socket} delivered ${printValue(step.text)}, and the exchange sent ${printValue(sent?.text)}`,
      )
    }
    if (step.type !== 'closed') return
    const remaining = this.#inTransit.get(step.socket)?.length ?? 0
    this.#inTransit.delete(step.socket)
    const isClean = step.code !== ABNORMAL_CLOSURE && !this.#state.socket(step.socket).isClosing
    if (remaining > 0 && isClean) {
      this.#violate(`socket ${step.socket} closed with ${step.code} before ${remaining} messages arrived`)
    }
  }

  onQuiescent(): void {
    for (const [socket, list] of this.#inTransit) {
      const late = list.find(({ at }) => at + this.#latency < this.#state.now)
      // The rest may stay on the way where the client is closing the socket.
      if (late !== undefined && this.#state.sockets.get(socket)?.isClosing === false) {
        this.#violate(`socket ${socket} has not delivered ${printValue(late.text)}, sent at ${late.at}`)
      }
    }
  }
}
