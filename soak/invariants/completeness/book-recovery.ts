/**
 * Book recovery: a book that is not live is so again within three seconds from when it can be: its
 * stream is subscribed, and REST answers with snapshots that are not old. 99 of 100 must
 * (`cli/summary.ts` compares), and when the system is quiescent all are live.
 */
import type { Book } from '../../../src/index.js'
import type { RestStep } from '../../../src/testing/index.js'
import { type AskedFor, askedFor } from '../../checker/requests/answers.js'
import type { EngineBooks } from '../../checker/engine-books.js'
import type { Invariant, Violate } from '../../checker/invariant.js'
import type { ObservedState } from '../../checker/observed-state.js'
import type { Subscriber } from '../../checker/subscriber.js'
import { bookStreamOf } from '../../scenario/stream-names.js'

/** Milliseconds. */
const IN_TIME = 3_000
/** Milliseconds after which an answer is late. */
const LATE = 2_000
/** Milliseconds for which trouble with requests may last. */
const TROUBLE = 200_000

/** One book of a subscriber. */
interface Recovery {
  readonly symbol: string
  readonly stream: string
  /** Since when the book has not been live; `undefined` while it is. */
  since: number | undefined
  /** When the subscription began. */
  readonly begunAt: number
}

interface Asked {
  readonly at: number
  readonly asked: AskedFor
}

export class BookRecovery implements Invariant {
  readonly name = 'book recovery'
  readonly #state: ObservedState
  readonly #engine: EngineBooks
  readonly #violate: Violate
  readonly #books = new Map<Subscriber, Map<string, Recovery>>()
  readonly #asked = new Map<number, Asked>()
  /** When a request last failed or was late, and when a snapshot was last old. */
  #troubleAt = -Infinity
  /** When a snapshot of a symbol was first answered since, as it should be. */
  readonly #answeredAt = new Map<string, number>()

  constructor(state: ObservedState, engine: EngineBooks, violate: Violate) {
    this.#state = state
    this.#engine = engine
    this.#violate = violate
  }

  onSubscribe(subscriber: Subscriber): void {
    if (subscriber.isBook === true) this.#books.set(subscriber, new Map())
  }

  onUnsubscribe(subscriber: Subscriber): void {
    for (const recovery of this.#books.get(subscriber)?.values() ?? [])
      this.#count(subscriber, recovery, true)
    this.#books.delete(subscriber)
  }

  onTerminate(subscriber: Subscriber): void {
    this.#books.delete(subscriber)
  }

  onBook(subscriber: Subscriber, { symbol, state }: Book<unknown>): void {
    const books = this.#books.get(subscriber)
    if (books === undefined) return
    const { now } = this.#state
    const stream = bookStreamOf(subscriber.streams, symbol)
    const recovery = books.get(stream) ?? { symbol, stream, since: now, begunAt: now }
    books.set(stream, recovery)
    if (state === 'live') {
      this.#count(subscriber, recovery)
      recovery.since = undefined
    } else recovery.since ??= now
  }

  onRestStep(step: RestStep): void {
    if (step.type === 'request') this.#asked.set(step.request, { at: step.at, asked: askedFor(step.url) })
    const request = this.#asked.get(step.request)
    if (step.type === 'request' || request === undefined) return
    this.#asked.delete(step.request)
    this.#troubleAt = Math.max(this.#troubleAt, this.#state.requestTroubleAt)
    const { route, query } = request.asked
    if (step.type !== 'response' || route !== 'depth' || step.response.status !== 200) return
    const symbol = query.get('symbol') ?? ''
    const { lastUpdateId } = JSON.parse(step.response.body) as { readonly lastUpdateId: number }
    if (lastUpdateId < this.#engine.idAt(symbol, request.at)) this.#troubleAt = step.at
    else if ((this.#answeredAt.get(symbol) ?? -Infinity) <= this.#troubleAt)
      this.#answeredAt.set(symbol, step.at)
  }

  onQuiescent(): void {
    for (const [{ name }, books] of this.#books) {
      for (const { symbol, since, begunAt } of books.values()) {
        const { now } = this.#state
        if (since !== undefined && now - Math.max(since, begunAt) > TROUBLE / 2)
          this.#violate(
            `the book of ${symbol} of ${name} is not live, and has not been for ${now - since} ms`,
          )
      }
    }
  }

  /** Counts a recovery that is over, where it was possible at all. */
  #count({ connections }: Subscriber, { stream, symbol, since }: Recovery, isAbandoned = false): void {
    if (since === undefined) return
    const { now, recoveries } = this.#state
    const connection = connections.get(stream) ?? NaN
    const confirmed = this.#state.activeSockets(connection).flatMap(each => each.confirmed.get(stream) ?? [])
    if (confirmed.length === 0) return
    const subscribedAt = Math.min(...confirmed)
    const troubleAt = Math.max(this.#troubleAt, this.#state.requestTroubleAt)
    // A request that hangs is not known to have failed yet.
    const isUnanswered = now - this.#state.oldestRequestAt > LATE
    const answeredAt = this.#answeredAt.get(symbol) ?? -Infinity
    const answersFrom =
      troubleAt < since - TROUBLE ? -Infinity : answeredAt > troubleAt ? answeredAt : Infinity
    const possibleFrom = Math.max(since, subscribedAt, isUnanswered ? Infinity : answersFrom)
    // Of one that is abandoned early, or whose snapshots were never answered, nothing is known.
    const duration = now - possibleFrom - this.#state.latenessSince(possibleFrom)
    if (!(duration >= 0)) return
    if (duration > IN_TIME) recoveries.late++
    else if (!isAbandoned) recoveries.inTime++
  }
}
