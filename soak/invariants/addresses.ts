/**
 * Addresses: each attempt to connect uses one of the list. An attempt after a failure uses the next
 * one, any other the same as before. Where there are more addresses than mirrors, no two mirrors
 * use the same one, unless an attempt has failed.
 *
 * Source: docs/reliability.md, "Mirrors".
 */
import type { ConnectionStatus } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { ClientOptions } from '../scenario/scenario.js'

interface Attempts {
  /** The place in the list of the last attempt. */
  place: number
  /** Whether a socket has closed before it opened. */
  hasFailed: boolean
  /** The last statuses, newest last. */
  statuses: readonly ConnectionStatus[]
}

export type AddressesOptions = Pick<ClientOptions, 'url' | 'mirror' | 'rotation'>

export class Addresses implements Invariant {
  readonly name = 'addresses'
  readonly #state: ObservedState
  readonly #options: AddressesOptions
  readonly #violate: Violate
  readonly #attempts = new Map<number, Attempts>()
  /** The place of each socket. */
  readonly #places = new Map<number, number>()

  constructor(state: ObservedState, options: AddressesOptions, violate: Violate) {
    this.#state = state
    this.#options = options
    this.#violate = violate
  }

  onStatus(status: ConnectionStatus): void {
    const attempts = this.#of(status.connection)
    if (status.type !== 'waiting') attempts.statuses = [...attempts.statuses, status].slice(-2)
  }

  onWireStep(step: WireStep): void {
    const { url, mirror } = this.#options
    if (step.type === 'leave' || step.type === 'closed') {
      const { connection, openedAt } = this.#state.socket(step.socket)
      this.#of(connection).hasFailed ||= openedAt === Infinity
    }
    if (step.type === 'closed') this.#places.delete(step.socket)
    if (step.type !== 'connect' || url === undefined) return
    const { connection } = this.#state.socket(step.socket)
    const place = url.findIndex(each => step.url.startsWith(each))
    const name = `connection ${connection} connects to ${step.url}`
    if (place < 0) this.#violate(`${name}, which is not in its list`)
    this.#places.set(step.socket, place)
    const attempts = this.#of(connection)
    if (mirror === 1 && !this.#possible(attempts, url.length).includes(place))
      this.#violate(`${name}, after ${url[attempts.place]}`)
    attempts.place = place
    if (url.length > mirror && !attempts.hasFailed) this.#checkShared(connection, place, name)
  }

  /** The places of the next attempt. */
  #possible({ place, statuses }: Attempts, length: number): readonly number[] {
    const next = (place + 1) % length
    const [before, last] = statuses.length === 2 ? statuses : [undefined, ...statuses]
    if (last?.type === 'connecting') return before?.type === 'reconnecting' ? [next] : [place]
    // The attempts of a rotation are not all reported.
    return [place, next]
  }

  /** One mirror uses an address: with one session, or two while it rotates. */
  #checkShared(connection: number, place: number, name: string): void {
    const others = this.#state
      .socketsOf(connection)
      .filter(({ number }) => this.#places.get(number) === place)
    if (others.length > (this.#options.rotation === false ? 1 : 2))
      this.#violate(`${name}, which ${others.length - 1} sessions use`)
  }

  #of(connection: number): Attempts {
    const attempts = this.#attempts.get(connection) ?? { place: 0, hasFailed: false, statuses: [] }
    this.#attempts.set(connection, attempts)
    return attempts
  }
}
