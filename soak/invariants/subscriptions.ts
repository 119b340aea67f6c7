/**
 * Subscriptions: when the system is quiescent, the exchange's subscriptions are the wanted ones,
 * each once and on its connection.
 */
import type { Exchange } from '../../src/simulator/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'

export class Subscriptions implements Invariant {
  readonly name = 'subscriptions'
  readonly #state: ObservedState
  readonly #exchange: Exchange
  readonly #violate: Violate

  constructor(state: ObservedState, exchange: Exchange, violate: Violate) {
    this.#state = state
    this.#exchange = exchange
    this.#violate = violate
  }

  onQuiescent(): void {
    const state = this.#state
    const subscribed = new Set<string>()
    for (const { path, subscriptions, halfOpen } of this.#exchange.connections) {
      if (halfOpen) this.#violate(`the exchange still holds ${path}, which is half-open`)
      const socket = state.sockets.get(Number(/\bsocket=(\d+)/.exec(path)?.[1]))
      if (socket === undefined) this.#violate(`the exchange holds ${path}, which no client opened`)
      const { connection } = socket
      const wanted = state.wantedOn(connection)
      for (const stream of subscriptions) {
        subscribed.add(stream)
        if (!wanted.delete(stream) && !state.isUnplaced(stream)) {
          this.#violate(`the exchange sends ${stream} on connection ${connection}, where it is not wanted`)
        }
      }
      for (const stream of wanted) {
        this.#violate(`the exchange does not send ${stream} on connection ${connection}, where it is wanted`)
      }
    }
    for (const stream of state.wanted) {
      if (!subscribed.has(stream)) this.#violate(`the exchange does not send ${stream}, which is wanted`)
    }
  }
}
