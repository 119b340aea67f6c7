/**
 * Delivery: every event that arrives for a stream reaches each of its subscribers once, in order,
 * complete and synchronously; nothing else does. An undocumented frame reaches no subscriber and is
 * reported on `errors$` once; a frame of an unwanted stream has no effect.
 *
 * An event that is not newer than another one of its stream may be dropped. It is then reported as
 * `OUT_OF_ORDER`, unless it is the first one on a socket.
 *
 * An event arrives when it is delivered by a socket in use. Frames that the exchange sent on a
 * connection that broke first are lost, as on any TCP connection. Frames on a socket that the
 * client is closing are ignored.
 *
 * While a connection has several sessions, `merging` checks its events. A frame may be dropped
 * before it is decoded then, where another session has delivered its event.
 */
import { type ConnectionStatus, isMarketError, type MarketEvent } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import { differenceOf, show } from '../checker/event-difference.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import type { ObservedState } from '../checker/observed-state.js'
import type { Subscriber } from '../checker/subscriber.js'
import type { DecodedFrame } from '../checker/oracle.js'
import type { Fields } from '../checker/payloads.js'

interface Due {
  readonly stream: string
  readonly connection: number
  readonly event: Fields
  /** One as new or newer has arrived. */
  readonly mayDrop: boolean
  /** It is not known yet whether this connection delivers the stream to the subscriber. */
  readonly isUncertain: boolean
}

/** The number of emissions that the last frame must still cause, and of those that it may. */
interface Expected {
  readonly min: number
  readonly max: number
}

const NOTHING: Expected = { min: 0, max: 0 }

export class Delivery implements Invariant {
  readonly name = 'delivery'
  readonly #state: ObservedState
  readonly #violate: Violate
  readonly #due = new Map<Subscriber, Due[]>()
  /** Connections that do not deliver a stream to a subscriber, as `stream connection`. */
  readonly #excluded = new WeakMap<Subscriber, Set<string>>()
  /**
   * Connections that delivered a stream when its subscriber subscribed, where known: one of them
   * delivers it.
   */
  readonly #sources = new WeakMap<Subscriber, Map<string, Set<number>>>()
  /** Connections that have just failed: their subscribers are about to error. */
  readonly #failed = new Set<number>()
  /**
   * Subscribers that handle their error or completion, each with the stream that was rejected: until
   * the handler returns they hold their other streams.
   */
  readonly #terminating = new Map<Subscriber, string | undefined>()
  /** Whether the client may drop the event of the last frame. */
  #mayDrop = false
  #expectedErrors = NOTHING
  #expectedEvents = NOTHING

  constructor(state: ObservedState, violate: Violate) {
    this.#state = state
    this.#violate = violate
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    if (step.type !== 'frame' || decoded === undefined) return
    const socket = this.#state.socket(step.socket)
    if (socket.isClosing || decoded.type === 'reply') return
    if (decoded.type === 'unparseable') {
      // A frame that was cut may still show its stream: then it concerns the subscribers of that
      // stream alone.
      const namesStream = step.text.startsWith('{"stream":"')
      this.#expectedErrors = { min: namesStream ? 0 : 1, max: 1 }
      return
    }
    const { stream, event, errors } = decoded
    this.#mayDrop = event !== undefined && this.#state.arrivals.mayDrop
    const isMerged = this.#state.isMerged(socket.connection)
    const isWanted = this.#addDue(stream, socket.connection, event, isMerged)
    if (decoded.isExcessive === true) {
      this.#expectedErrors = { min: isWanted === 'yes' && !isMerged ? 1 : 0, max: 1 }
      return
    }
    if (isWanted === 'no') return
    const isCertain = isWanted === 'yes' && !isMerged
    const expect = (count: number): Expected => ({ min: isCertain ? count : 0, max: count })
    const { min, max } = expect(event === undefined ? 0 : 1)
    this.#expectedEvents = { min: this.#mayDrop ? 0 : min, max }
    this.#expectedErrors = expect(errors)
  }

  onStatus({ type, connection }: ConnectionStatus): void {
    if (type === 'failed') this.#failed.add(connection)
  }

  onSubscribe(subscriber: Subscriber): void {
    const sources = new Map<string, Set<number>>()
    const unknown = new Set<string>()
    for (const each of [...this.#state.subscribers, ...this.#terminating.keys()]) {
      const { streams, connections } = each
      for (const stream of streams) {
        if (this.#terminating.get(each) === stream) continue
        const connection = connections.get(stream)
        if (connection === undefined) unknown.add(stream)
        else if (!this.#failed.has(connection))
          sources.set(stream, (sources.get(stream) ?? new Set()).add(connection))
      }
    }
    // Another subscriber may hold the stream on any connection.
    for (const stream of unknown) sources.delete(stream)
    this.#sources.set(subscriber, sources)
  }

  onEvent(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    const { name, completion } = subscriber
    if (completion !== undefined || this.#state.isMergedFor(subscriber)) return
    const list = this.#due.get(subscriber) ?? []
    for (;;) {
      const due = list.shift()
      if (due === undefined) {
        this.#violate(
          `${name} received an event that is not due, a duplicate or out of order: ${show(event)}`,
        )
      }
      const difference = differenceOf(due.event, event)
      if (difference === undefined) {
        if (due.isUncertain) this.#place(subscriber, due)
        return
      }
      if (!due.isUncertain && !due.mayDrop) {
        this.#violate(
          `${name} should receive ${show(due.event)} of ${due.stream} now, and received ${show(event)}: ${difference} differs`,
        )
      }
      if (due.isUncertain) this.#exclude(subscriber, due)
    }
  }

  onMarketEvent(event: MarketEvent<unknown>): void {
    if ('backfilled' in event && event.backfilled === true) return
    this.#expectedEvents = decrement(this.#expectedEvents)
    if (this.#expectedEvents.max < 0 && !this.#state.isAnyMerged)
      this.#violate(`events$ emitted an event that is not due, or a duplicate: ${show(event)}`)
  }

  onError({ code, message }: { readonly code: string; readonly message: string }): void {
    if (code === 'OUT_OF_ORDER' && !this.#mayDrop) {
      this.#violate(`errors$ reported an event as out of order that is newer than all before it: ${message}`)
    }
    if (code !== 'DECODE_FAILED') return
    this.#expectedErrors = decrement(this.#expectedErrors)
    if (this.#expectedErrors.max < 0)
      this.#violate('errors$ reported a frame that is as documented, or reported it twice')
  }

  onUnsubscribe(subscriber: Subscriber): void {
    // After an unsubscribe within a handler, the event does not arrive a second time.
    this.#due.delete(subscriber)
  }

  onTerminate(subscriber: Subscriber, error: unknown): void {
    this.#due.delete(subscriber)
    const rejected = isMarketError(error, 'SUBSCRIBE_REJECTED') ? error.stream : undefined
    this.#terminating.set(subscriber, rejected)
  }

  onIdle(): void {
    this.#failed.clear()
    this.#terminating.clear()
    for (const [subscriber, list] of this.#due) {
      for (const due of list) {
        if (due.mayDrop) continue
        if (!due.isUncertain) {
          this.#violate(`${subscriber.name} did not receive ${show(due.event)} of ${due.stream}`)
        }
        this.#exclude(subscriber, due)
      }
    }
    this.#due.clear()
    if (this.#expectedErrors.min > 0) {
      this.#violate('errors$ did not report a frame that is not as documented')
    }
    if (this.#expectedEvents.min > 0) {
      this.#violate('events$ did not emit an event that a subscriber received')
    }
    this.#expectedErrors = this.#expectedEvents = NOTHING
  }

  /** Makes an event due to the subscribers of its stream. Returns whether there is one. */
  #addDue(
    stream: string,
    connection: number,
    event: Fields | undefined,
    isMerged: boolean,
  ): 'yes' | 'no' | 'maybe' {
    let isWanted: 'yes' | 'no' | 'maybe' = 'no'
    for (const subscriber of this.#state.subscribers) {
      if (!subscriber.streams.has(stream)) continue
      const known = subscriber.connections.get(stream)
      if (known !== undefined && known !== connection) continue
      const isUncertain = known === undefined
      if (isUncertain && this.#excluded.get(subscriber)?.has(`${stream} ${connection}`) === true) continue
      if (!isUncertain) isWanted = 'yes'
      else if (isWanted === 'no') isWanted = 'maybe'
      // Completed subscriptions may be late: `backfill` checks it.
      if (
        event === undefined ||
        isMerged ||
        subscriber.completion !== undefined ||
        subscriber.isBook === true
      )
        continue
      const due = { stream, connection, event, isUncertain, mayDrop: this.#mayDrop }
      const list = this.#due.get(subscriber)
      if (list === undefined) this.#due.set(subscriber, [due])
      else list.push(due)
    }
    return isWanted
  }

  /** It is known now which connection delivers a stream to a subscriber. */
  #place(subscriber: Subscriber, { stream, connection }: Due): void {
    const sources = this.#sources.get(subscriber)?.get(stream)
    if (sources?.has(connection) === false) {
      this.#violate(
        `${subscriber.name} receives ${stream} over connection ${connection}, and connection ${[...sources].join(' or ')} delivered it already`,
      )
    }
    subscriber.connections.set(stream, connection)
  }

  #exclude(subscriber: Subscriber, { stream, connection }: Due): void {
    const excluded = this.#excluded.get(subscriber) ?? new Set()
    this.#excluded.set(subscriber, excluded.add(`${stream} ${connection}`))
  }
}

const decrement = ({ min, max }: Expected): Expected => ({ min: min - 1, max: max - 1 })
