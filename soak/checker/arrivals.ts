/**
 * The events that have arrived: the order of all, and those that have arrived lately on the streams
 * whose completeness is checked.
 */
import type { MarketEvent } from '../../src/index.js'
import { bookStreamOf, streamOfEvent } from '../scenario/stream-names.js'
import { differenceOf } from './event-difference.js'
import { EventOrder, type Place } from './event-order.js'
import type { Fields } from './payloads.js'
import type { Subscriber } from './subscriber.js'

export interface Arrival {
  readonly stream: string
  readonly connection: number
  readonly socket: number
  readonly event: Fields
  /** Milliseconds of the time that has passed. */
  readonly at: number
  /** The number of the step on the wire. */
  readonly step: number
  /** One as new or newer has arrived before: the client may drop it. */
  readonly mayDrop: boolean
}

/** Milliseconds that an arrival is kept: longer than a client may let one wait. */
const KEPT = 300_000

export class Arrivals {
  /** By `stream connection`. */
  readonly #lists = new Map<string, Arrival[]>()
  readonly #order = new EventOrder()
  /**
   * Whether an event as new as that of the last frame, or newer, had arrived on its stream: the
   * client may drop it.
   */
  mayDrop = false
  /** The event of the last frame, where its stream is tracked. */
  last: Arrival | undefined
  readonly #tracked = new Set<string>()
  /** By `stream connection`: the step of the first event on each socket. */
  readonly #begun = new Map<string, Map<number, number>>()

  /** Keeps the arrivals of a stream from now on. */
  track(stream: string): void {
    this.#tracked.add(stream)
  }

  /** Adds the event of a frame. */
  add(arrival: Omit<Arrival, 'mayDrop'>, place: Place): void {
    const { stream, connection, event, at } = arrival
    const key = keyOf(stream, connection)
    // In streams that are not tracked too, as one that is shared goes on.
    this.mayDrop = this.#order.arrive(key, event, place)
    this.last = undefined
    if (!this.#tracked.has(stream)) return
    this.last = { ...arrival, mayDrop: this.mayDrop }
    const begun = this.#begun.get(key) ?? new Map<number, number>()
    this.#begun.set(key, begun)
    if (!begun.has(arrival.socket)) begun.set(arrival.socket, arrival.step)
    const list = this.#lists.get(key)
    if (list === undefined) this.#lists.set(key, [this.last])
    else {
      list.push(this.last)
      const [first] = list
      if (first !== undefined && at - first.at > 2 * KEPT)
        list.splice(
          0,
          list.findIndex(each => at - each.at <= KEPT),
        )
    }
  }

  /**
   * Notes that the client has delivered an event.
   *
   * @param isAlone whether its socket is the only one of its connection
   */
  deliver({ stream, connection, event, step }: Arrival, isAlone: boolean): void {
    const laterEvents = (): Fields[] =>
      this.of(stream, connection).flatMap(later => (later.step > step ? [later.event] : []))
    this.#order.deliver(keyOf(stream, connection), { event, laterEvents, isAlone })
  }

  /** A stream begins again, in no order to what was before: it had no subscriber. */
  beginAnew(stream: string): void {
    this.#order.forget(stream)
  }

  /** The sockets that had delivered events of a stream by a step. */
  socketsOf(stream: string, connection: number, step: number): readonly number[] {
    const begun = this.#begun.get(keyOf(stream, connection)) ?? new Map<number, number>()
    return [...begun].flatMap(([socket, since]) => (since <= step ? [socket] : []))
  }

  /** Oldest first. */
  of(stream: string, connection: number): readonly Arrival[] {
    return this.#lists.get(keyOf(stream, connection)) ?? []
  }

  /** The stream of an event that a subscription receives, among the tracked ones. */
  streamOf({ streams, connections }: Subscriber, event: MarketEvent<unknown>): string {
    const named = event.type === 'depthDiff' ? bookStreamOf(streams, event.symbol) : streamOfEvent(event)
    if (streams.has(named)) return named
    // A frame belongs to the stream that it names, whatever symbol its payload has.
    const carried = [...connections].find(([stream, connection]) =>
      this.of(stream, connection).some(arrival => differenceOf(arrival.event, event) === undefined),
    )
    return carried?.[0] ?? named
  }
}

const keyOf = (stream: string, connection: number): string => `${stream} ${connection}`
