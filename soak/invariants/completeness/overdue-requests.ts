/**
 * Requests that ended when they were overdue and have not timed out all the same: what ended them
 * was due before, and the client stalled until both were; or both were due at the same instant.
 */
import type { BackfillLimits, Gap, MarketEvent } from '../../../src/index.js'
import { idsOf } from '../../checker/between.js'
import type { ObservedState } from '../../checker/observed-state.js'
import { type AskedFor, askedFor, streamAskedFor } from '../../checker/requests/answers.js'
import type { Subscriber } from '../../checker/subscriber.js'
import { streamOf } from '../../scenario/stream-names.js'

/** A request that has ended at this instant. */
interface Overdue {
  readonly asked: AskedFor
  readonly timeoutAt: number
  readonly at: number
}

export class OverdueRequests {
  readonly #state: ObservedState
  readonly #limits: Required<BackfillLimits>
  /** Those of this instant, and gaps that were not filled in time. */
  #overdue: readonly Overdue[] = []
  #unfilled: readonly { readonly gap: Gap; readonly at: number }[] = []
  /** When the last diff of each symbol arrived, or was found to have a gap before it. */
  readonly #diffAt = new Map<string, number>()
  /**
   * The step with which a subscription with history began, by stream, until it receives a live
   * event.
   */
  readonly #begunAt = new WeakMap<Subscriber, Map<string, number>>()

  constructor(state: ObservedState, limits: Required<BackfillLimits>) {
    this.#state = state
    this.#limits = limits
  }

  onSubscribe(subscriber: Subscriber): void {
    const { completion, streams } = subscriber
    if (completion === undefined || completion.history === 0) return
    const { step } = this.#state
    this.#begunAt.set(subscriber, new Map([...streams].map(stream => [stream, step])))
  }

  onEvent(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    const begunAt = this.#begunAt.get(subscriber)
    if (begunAt === undefined || begunAt.size === 0) return
    if ('backfilled' in event && event.backfilled === true) return
    begunAt.delete(this.#state.arrivals.streamOf(subscriber, event))
  }

  onDiff(symbol: string): void {
    this.#diffAt.set(symbol, this.#state.now)
  }

  /** A request has ended. Returns how many have not timed out. */
  onEnd({ url, at }: { readonly url: string; readonly at: number }, timeoutAt: number): number {
    const { now } = this.#state
    // Without a stall, what ends a request before its timeout does so in time, at the latest at the
    // same instant.
    if (this.#state.latenessSince(at) === 0 && now > timeoutAt) return 0
    this.#overdue = [...this.#overdue.filter(isOf(now)), { asked: askedFor(url), timeoutAt, at: now }]
    return this.#excuseUnfilled()
  }

  /** A gap was not filled in time. Returns how many requests have not timed out. */
  onUnfilled(gap: Gap): number {
    const { now } = this.#state
    this.#unfilled = [...this.#unfilled.filter(isOf(now)), { gap, at: now }]
    return this.#excuseUnfilled()
  }

  /**
   * A snapshot is requested. Returns how many requests have not timed out: one of its book, where a
   * diff was read first, which is the first one or shows that updates are missing. After a timeout
   * the next request would be later.
   */
  onRequest(asked: AskedFor): number {
    const { now } = this.#state
    const symbol = symbolOf(asked)
    const replaced = this.#overdue
      .filter(isOf(now))
      .find(other => other.asked.route === 'depth' && symbolOf(other.asked) === symbol)
    if (asked.route !== 'depth' || replaced === undefined || this.#diffAt.get(symbol) !== now) return 0
    this.#overdue = this.#overdue.filter(each => each !== replaced)
    return 1
  }

  /** The wait for an answer was over before: the gap of its stream ends at the same instant. */
  #excuseUnfilled(): number {
    const { now } = this.#state
    let count = 0
    for (const overdue of this.#overdue.filter(isOf(now))) {
      const ended = this.#unfilled.filter(isOf(now)).find(({ gap }) => this.#isOverBefore(gap, overdue))
      if (ended === undefined) continue
      count++
      this.#overdue = this.#overdue.filter(each => each !== overdue)
      this.#unfilled = this.#unfilled.filter(each => each !== ended)
    }
    return count
  }

  /** Whether the event after a gap had waited as long as it may, when a request would time out. */
  #isOverBefore(gap: Gap, { asked, timeoutAt }: Overdue): boolean {
    const stream = streamAskedFor(asked)
    if (stream === undefined || streamOf(gap.channel) !== stream) return false
    const { arrivals, subscribers } = this.#state
    return [...subscribers].some(subscriber => {
      const since = this.#waitsSince(gap, stream, subscriber)
      return arrivals
        .of(stream, subscriber.connections.get(stream) ?? NaN)
        .some(
          ({ event, at, step }) =>
            step > since && idsOf(event)?.first === gap.before && at + this.#limits.maxDelay <= timeoutAt,
        )
    })
  }

  /**
   * The step after which an event that a subscriber waits with may have come. One that waits for
   * history has none from before: several updates of a kline have one id.
   */
  #waitsSince({ id, after }: Gap, stream: string, subscriber: Subscriber): number {
    if (id > 0) return -Infinity
    const begunAt = this.#begunAt.get(subscriber)?.get(stream)
    if (begunAt !== undefined) return begunAt
    // What follows a part of a gap that history lacks is a gap of its own.
    const isRest = after !== undefined && subscriber.completion?.backfill === true
    return isRest ? -Infinity : Infinity
  }
}

const symbolOf = ({ query }: AskedFor): string => query.get('symbol') ?? ''

const isOf =
  (now: number) =>
  ({ at }: { readonly at: number }): boolean =>
    at === now
