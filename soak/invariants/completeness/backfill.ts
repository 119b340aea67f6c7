/**
 * Backfill: a completed subscription receives every live event that arrives, in order, and none
 * later than the limit of waiting. They wait for a reason only: something before them is being
 * fetched. Fetched events are those of the exchange's answers; history is as long as requested, or
 * as the exchange's.
 */
import type { MarketEvent } from '../../../src/index.js'
import type { RestStep, WireStep } from '../../../src/testing/index.js'
import { Answers, type AskedFor, askedFor } from '../../checker/requests/answers.js'
import type { Arrival } from '../../checker/arrivals.js'
import { firstIdOf, idsOf } from '../../checker/between.js'
import { differenceOf, show } from '../../checker/event-difference.js'
import { compare, isAfterRestart, positionOf } from '../../checker/event-order.js'
import type { Invariant, Violate } from '../../checker/invariant.js'
import { MAX_HOLD, type ObservedState } from '../../checker/observed-state.js'
import type { Subscriber } from '../../checker/subscriber.js'
import type { DecodedFrame } from '../../checker/oracle.js'
import type { BackfillLimits, Gap } from '../../../src/index.js'
import { streamOf, streamOfEvent } from '../../scenario/stream-names.js'
import { limitsOf } from './limits-of.js'

/** The events that a subscription has received of one stream, and will receive. */
interface Account {
  /** Live events that have arrived and were not delivered. */
  readonly waiting: Arrival[]
  /** The id of the last event that was delivered. */
  lastId: number
  /** Elements of history that were delivered, all upon one answer. */
  history: number
  /** The number of that answer. */
  historyAnswer: number
  /** The id of the last of them. */
  historyId: number
  /** The ids that were fetched for gaps of the stream meanwhile: they are no history. */
  readonly filled: Set<number>
  /** The id of the first event that was delivered. */
  firstId: number
  /** A live event was delivered, or it is known that there is no history. */
  isLive: boolean
}

/** Trades that the exchange remembers: of others it may have answered before. */
const REMEMBERED = 1_000

export class Backfill implements Invariant {
  readonly name = 'backfill'
  readonly #state: ObservedState
  readonly #limits: Required<BackfillLimits>
  readonly #violate: Violate
  readonly #accounts = new Map<Subscriber, Map<string, Account>>()
  readonly #answers: Answers
  readonly #asked = new Map<number, AskedFor>()
  /** Counts the exchange's answers. */
  #answer = 0
  /** Gaps that are open, each with its stream. */
  readonly #open = new Map<number, { readonly gap: Gap; readonly stream: string }>()

  /** @param decimal converts decimals as the market does */
  constructor(
    state: ObservedState,
    {
      decimal,
      backfill,
    }: { readonly decimal: (text: string) => unknown; readonly backfill: Required<BackfillLimits> | false },
    violate: Violate,
  ) {
    this.#state = state
    this.#limits = limitsOf(backfill)
    this.#violate = violate
    this.#answers = new Answers(decimal)
  }

  onRestStep(step: RestStep): void {
    if (step.type === 'request') this.#asked.set(step.request, askedFor(step.url))
    const asked = this.#asked.get(step.request)
    if (step.type === 'response') this.#answer++
    if (step.type === 'response' && asked !== undefined) this.#answers.add(asked, step.response)
    if (step.type !== 'request') this.#asked.delete(step.request)
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    const { last } = this.#state.arrivals
    if (step.type !== 'frame' || decoded?.type !== 'event' || last === undefined) return
    for (const [subscriber, accounts] of this.#accounts) {
      if (subscriber.connections.get(last.stream) !== last.connection) continue
      const account = accounts.get(last.stream)
      if (account !== undefined) insert(account.waiting, last, this.#state.isMerged(last.connection))
    }
  }

  onSubscribe(subscriber: Subscriber): void {
    if (subscriber.completion === undefined) return
    const accounts = [...subscriber.streams].map(
      stream => [stream, newAccount(this.#waitingOn(stream, subscriber))] as const,
    )
    this.#accounts.set(subscriber, new Map(accounts))
  }

  onMarketGap(gap: Gap): void {
    if (gap.state === 'open') this.#open.set(gap.id, { gap, stream: streamOf(gap.channel) })
    else this.#open.delete(gap.id)
  }

  onGap(subscriber: Subscriber, gap: Gap): void {
    const account = this.#accounts.get(subscriber)?.get(streamOf(gap.channel))
    // Where history could not be fetched the gap is in its place.
    if (account !== undefined) account.isLive = true
  }

  onEvent(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    const { name, completion } = subscriber
    if (completion === undefined) return
    const stream = this.#state.arrivals.streamOf(subscriber, event)
    const account = this.#accounts.get(subscriber)?.get(stream)
    if (account === undefined)
      this.#violate(`${name} receives an event that it has not asked for: ${show(event)}`)
    const id = firstIdOf(event)
    if ('backfilled' in event && event.backfilled === true) {
      this.#checkFetched(name, stream, id, event)
      if (!account.isLive && !account.filled.has(id)) this.#countHistory(account, id)
    } else {
      if (!account.isLive) this.#checkHistory(subscriber, stream, account)
      // Of the first live events, those that history has are not delivered again.
      this.#checkLive(name, account, event)
      account.isLive = true
    }
    account.lastId = id
    if (Number.isNaN(account.firstId)) account.firstId = id
  }

  onUnsubscribe(subscriber: Subscriber): void {
    this.#accounts.delete(subscriber)
  }

  onTerminate(subscriber: Subscriber, error: unknown): void {
    // The first channel that errors ends the others of its subscription.
    if (error !== undefined && subscriber.streams.size > 1) return this.onUnsubscribe(subscriber)
    for (const account of this.#accounts.get(subscriber)?.values() ?? []) {
      const lost = account.waiting.find(arrival => !mayDrop(account, arrival))
      if (lost !== undefined)
        this.#violate(`${subscriber.name} terminates without ${show(lost.event)}, which waited`)
    }
    this.#accounts.delete(subscriber)
  }

  /** What fills a gap is delivered to subscribers first. */
  onMarketEvent(event: MarketEvent<unknown>): void {
    if (!('backfilled' in event) || event.backfilled !== true) return
    const stream = streamOfEvent(event)
    const id = firstIdOf(event)
    for (const [{ completion, connections }, accounts] of this.#accounts) {
      const account = accounts.get(stream)
      if (completion?.backfill !== true || account === undefined) continue
      if (!this.#fillsGap(stream, id, connections.get(stream))) continue
      account.filled.add(id)
      // History of an earlier answer may have the id as well: it is not delivered again.
      if (account.historyId !== id || account.historyAnswer !== this.#answer) continue
      account.history--
      account.historyId = NaN
    }
  }

  onIdle(): void {
    for (const [subscriber, accounts] of this.#accounts) {
      for (const [stream, account] of accounts) {
        const asked = subscriber.completion?.history ?? 0
        if (asked > 0 && account.history > asked)
          this.#violate(`${subscriber.name} receives more than the ${asked} elements that it asked for`)
        if (account.waiting.length > 0) this.#checkWaiting(subscriber, stream, account)
      }
    }
  }

  /** Whether an event is missing in an open gap of a connection's stream. */
  #fillsGap(stream: string, id: number, connection: number | undefined): boolean {
    return [...this.#open.values()].some(
      open =>
        open.stream === stream &&
        (open.gap.channel.connection ?? connection) === connection &&
        id >= Number(open.gap.after) &&
        id < Number(open.gap.before),
    )
  }

  /** Events fetched between history and the first live event come with later answers. */
  #countHistory(account: Account, id: number): void {
    if (Number.isNaN(account.historyAnswer)) account.historyAnswer = this.#answer
    if (account.historyAnswer !== this.#answer) return
    account.history++
    account.historyId = id
  }

  /** Events that wait on a shared stream may be delivered to a later subscriber. */
  #waitingOn(stream: string, { connections }: Subscriber): Arrival[] {
    const connection = connections.get(stream)
    return this.#state.arrivals
      .of(stream, connection ?? NaN)
      .filter(({ at }) => this.#state.now - at <= this.#limits.maxDelay + this.#state.latenessSince(at))
      .map(arrival => ({ ...arrival, mayDrop: true }))
  }

  /** A live event is the next of those that wait; what is left out may have been dropped. */
  #checkLive(name: string, account: Account, event: MarketEvent<unknown>): void {
    for (;;) {
      const arrival = account.waiting.shift()
      if (arrival === undefined)
        this.#violate(`${name} receives a live event that is not due: ${show(event)}`)
      const difference = differenceOf(arrival.event, event)
      if (difference === undefined) {
        const [socket, ...others] = this.#state.activeSockets(arrival.connection)
        const isAlone = others.length === 0 && socket?.number === arrival.socket
        return this.#state.arrivals.deliver(arrival, isAlone)
      }
      if (!mayDrop(account, arrival)) {
        this.#violate(
          `${name} should receive ${show(arrival.event)} first, and received ${show(event)}: ${difference} differs`,
        )
      }
    }
  }

  #checkFetched(name: string, stream: string, id: number, event: MarketEvent<unknown>): void {
    const answered = this.#answers.find(stream, id)
    if (answered === undefined)
      this.#violate(`${name} receives ${show(event)}, which the exchange has not answered`)
    const difference = differenceOf(answered, event)
    if (difference !== undefined)
      this.#violate(
        `${name} receives ${show(event)}, where the exchange answered ${show(answered)}: ${difference} differs`,
      )
  }

  /**
   * At the first live event: history has as many elements as were asked for, unless the exchange
   * has fewer.
   */
  #checkHistory({ name, completion }: Subscriber, stream: string, { history, firstId }: Account): void {
    const wanted = Math.min(completion?.history ?? 0, REMEMBERED)
    if (history === 0 || history >= wanted || !stream.endsWith('rade')) return
    const isRemembered = firstId - 1 > this.#answers.newestOf(stream) - REMEMBERED
    if (isRemembered && this.#answers.find(stream, firstId - 1) !== undefined)
      this.#violate(
        `${name} receives ${history} elements of history of ${wanted}, and the exchange has answered more`,
      )
  }

  #checkWaiting({ name, completion }: Subscriber, stream: string, account: Account): void {
    const { capacity, maxDelay } = this.#limits
    const waiting = account.waiting.filter(arrival => !mayDrop(account, arrival))
    const [first] = waiting
    if (first === undefined) return
    // By the client's merger, before the limits of waiting apply.
    const isHeld = ({ connection, at }: Arrival): boolean =>
      this.#state.isMerged(connection) && this.#state.now - at <= MAX_HOLD + this.#state.latenessSince(at)
    const hasReason =
      isHeld(first) ||
      (completion?.backfill === true && [...this.#open.values()].some(open => open.stream === stream)) ||
      ((completion?.history ?? 0) > 0 && !account.isLive)
    if (!hasReason) this.#violate(`${name} did not receive ${show(first.event)}, which nothing is before`)
    const { now } = this.#state
    // For what is missing, and then for history.
    const waits = completion?.backfill === true && completion.history > 0 ? 2 * maxDelay : maxDelay
    const limit = waits + (this.#state.isMerged(first.connection) ? MAX_HOLD : 0)
    if (now - first.at > limit + this.#state.latenessSince(first.at))
      this.#violate(
        `${name} has waited for ${show(first.event)} for ${now - first.at} ms, more than ${limit}`,
      )
    const { length } = waiting.filter(arrival => !isHeld(arrival))
    if (length > capacity) this.#violate(`${length} events wait for ${name}, more than ${capacity}`)
  }
}

/**
 * Adds an arrival: of several sessions, an older event may be delivered before those that wait. One
 * with lower ids is not older where the exchange restarted before it.
 */
function insert(waiting: Arrival[], arrival: Arrival, isMerged: boolean): void {
  const { event } = arrival
  const position = positionOf(event)
  const isBefore = ({ event: other }: Arrival): boolean =>
    compare(position, positionOf(other)) < 0 && !isAfterRestart(event, other)
  let index = waiting.length
  while (isMerged && index > 0 && isBefore(waiting[index - 1] as Arrival)) index--
  waiting.splice(index, 0, arrival)
}

const newAccount = (waiting: Arrival[]): Account => ({
  waiting,
  lastId: NaN,
  history: 0,
  historyAnswer: NaN,
  historyId: NaN,
  filled: new Set(),
  firstId: NaN,
  isLive: false,
})

/**
 * Whether the client may leave an event out: it is not newer than those before it, or was fetched
 * already.
 */
const mayDrop = ({ lastId, isLive }: Account, { mayDrop, event }: Arrival): boolean =>
  mayDrop || (!isLive && (idsOf(event)?.last ?? NaN) <= lastId)
