/**
 * Subscriptions: when the system is quiescent, the exchange's subscriptions are the wanted ones,
 * each once and on its connection: on every session of it, of which each mirror has one. A session
 * that has just been opened to replace another one may not have subscribed yet.
 */
import type { Exchange } from '../../src/simulator/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { ClientOptions } from '../scenario/scenario.js'

/** Milliseconds for a session to subscribe, beside the time for an answer. */
const SLACK = 5_000

export type SubscriptionsOptions = Pick<
  ClientOptions,
  'rotation' | 'mirror' | 'reconnect' | 'commandTimeout' | 'connectTimeout'
>

export class Subscriptions implements Invariant {
  readonly name = 'subscriptions'
  readonly #state: ObservedState
  readonly #exchange: Exchange
  readonly #options: SubscriptionsOptions
  readonly #violate: Violate

  constructor(state: ObservedState, exchange: Exchange, options: SubscriptionsOptions, violate: Violate) {
    this.#state = state
    this.#exchange = exchange
    this.#options = options
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
      if (!state.isSettled(connection)) continue
      const isNew = state.now - socket.openedAt < this.#options.commandTimeout + SLACK
      if (isNew && this.#options.rotation !== false) continue
      for (const stream of wanted) {
        this.#violate(`the exchange does not send ${stream} on connection ${connection}, where it is wanted`)
      }
    }
    for (const { connections, streams } of state.subscribers) {
      if ([...connections.values()].some(connection => !state.isSettled(connection))) continue
      for (const stream of streams)
        if (!subscribed.has(stream)) this.#violate(`the exchange does not send ${stream}, which is wanted`)
    }
    this.#checkMirrors()
  }

  /** Each mirror has a session, unless lost ones are not opened again. */
  #checkMirrors(): void {
    const { mirror, reconnect } = this.#options
    if (mirror === 1 || reconnect === false) return
    const connections = new Set([...this.#state.sockets.values()].map(({ connection }) => connection))
    for (const connection of connections) {
      const { length } = this.#state.activeSockets(connection)
      const isNeeded = this.#state.isNeeded(connection) && this.#state.isSettled(connection)
      if (isNeeded && length < mirror)
        this.#violate(`connection ${connection} has ${length} sessions of ${mirror}`)
    }
  }
}
