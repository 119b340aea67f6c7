/**
 * Terminations: a subscriber's observable terminates for three reasons only. The exchange rejected
 * one of its streams (the error names it), its connection failed (then every subscriber of it
 * terminates, at once), or the market was closed. Subscribing to a closed market errors.
 */
import { type ConnectionStatus, isMarketError } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { Subscriber } from '../checker/subscriber.js'
import type { DecodedFrame } from '../checker/oracle.js'

export class Terminations implements Invariant {
  readonly name = 'terminations'
  readonly #state: ObservedState
  readonly #violate: Violate
  /** Must error now, as their connection failed. */
  readonly #failing = new Set<Subscriber>()
  /** May error as well: it is not known yet which connection delivers their streams. */
  readonly #mayFail = new Set<Subscriber>()
  /** Must complete now, as the market was closed. */
  readonly #completing = new Set<Subscriber>()
  /** The stream that the last frame rejected, alone. */
  #rejected: { readonly stream: string; readonly connection: number } | undefined

  constructor(state: ObservedState, violate: Violate) {
    this.#state = state
    this.#violate = violate
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    this.#rejected = undefined
    if (decoded?.type !== 'reply' || decoded.reply.result !== undefined) return
    const socket = this.#state.socket(step.socket)
    const { id } = decoded.reply
    const command = id === undefined ? undefined : socket.commands.get(id)
    const [stream, ...others] = command?.streams ?? []
    if (command?.method !== 'SUBSCRIBE' || stream === undefined || others.length > 0) return
    this.#rejected = { stream, connection: socket.connection }
  }

  onStatus({ type, connection }: ConnectionStatus): void {
    if (type !== 'failed') return
    for (const subscriber of this.#state.subscribers) {
      const { streams, connections } = subscriber
      if ([...connections.values()].includes(connection)) this.#failing.add(subscriber)
      else if (connections.size < streams.size) this.#mayFail.add(subscriber)
    }
  }

  onClosing(): void {
    for (const subscriber of this.#state.subscribers) this.#completing.add(subscriber)
  }

  onUnsubscribe(subscriber: Subscriber): void {
    this.#failing.delete(subscriber)
    this.#mayFail.delete(subscriber)
    this.#completing.delete(subscriber)
  }

  onTerminate(subscriber: Subscriber, error: unknown): void {
    const { name, streams } = subscriber
    const objection = this.#objection(subscriber, error)
    if (objection !== undefined) this.#violate(`${name} (${[...streams].join(', ')}) ${objection}`)
    this.onUnsubscribe(subscriber)
  }

  onIdle(): void {
    for (const { name } of this.#failing) this.#violate(`${name} did not error when its connection failed`)
    for (const { name } of this.#completing)
      this.#violate(`${name} did not complete when the market was closed`)
  }

  /** Why it should not have terminated so; `undefined` when it should. */
  #objection(subscriber: Subscriber, error: unknown): string | undefined {
    if (error === undefined) {
      return this.#completing.has(subscriber) ? undefined : 'completed, and the market is open'
    }
    if (isMarketError(error, 'MARKET_CLOSED')) {
      return this.#state.isMarketClosed ? undefined : 'received MARKET_CLOSED, and the market is open'
    }
    if (isMarketError(error, 'RECONNECT_FAILED')) {
      const isExpected = this.#failing.has(subscriber) || this.#mayFail.has(subscriber)
      return isExpected ? undefined : 'received RECONNECT_FAILED, and its connection has not failed'
    }
    if (isMarketError(error, 'SUBSCRIBE_REJECTED')) {
      const rejected = this.#rejected
      if (rejected === undefined || rejected.stream !== error.stream) {
        return `received a rejection of ${error.stream}, which was not rejected`
      }
      const connection = subscriber.connections.get(rejected.stream) ?? rejected.connection
      const isOwn = subscriber.streams.has(rejected.stream) && connection === rejected.connection
      return isOwn ? undefined : `received a rejection of ${rejected.stream}, which it does not want there`
    }
    return `terminated with ${error instanceof Error ? error.message : typeof error}`
  }
}
