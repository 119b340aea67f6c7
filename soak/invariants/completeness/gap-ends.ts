/**
 * Gap ends: each gap on `gaps$` ends once, in a documented state that is true, within the limit of
 * waiting, and at once where nothing fills it. One that was not filled has a reason: requests
 * failed or were late, history lacks what is missing, or its last subscriber left.
 */
import type { BackfillLimits, Gap, MarketEvent } from '../../../src/index.js'
import type { RestStep } from '../../../src/testing/index.js'
import type { Invariant, Violate } from '../../checker/invariant.js'
import { firstIdOf } from '../../checker/between.js'
import { show } from '../../checker/event-difference.js'
import type { ObservedState } from '../../checker/observed-state.js'
import { LackingAnswers } from '../../checker/requests/lacking-answers.js'
import type { Subscriber } from '../../checker/subscriber.js'
import { streamOf, streamOfEvent } from '../../scenario/stream-names.js'
import { limitsOf } from './limits-of.js'

interface Open {
  readonly gap: Gap
  readonly stream: string
  readonly at: number
  /** Ids of what was fetched. */
  readonly fetched: Set<number>
}

/**
 * Milliseconds for which trouble with requests may last: a ban of two minutes, and the delay before
 * the next attempt.
 */
const TROUBLE = 200_000
/** Milliseconds within which an answer is timely. */
const TIMELY = 2_000

export class GapEnds implements Invariant {
  readonly name = 'gap ends'
  readonly #state: ObservedState
  readonly #limits: Required<BackfillLimits>
  readonly #violate: Violate
  readonly #open = new Map<number, Open>()
  readonly #lacking = new LackingAnswers()
  #lastId = 0
  /** Gaps that have opened or ended since the client was last idle. */
  #leavers = new Set<string>()

  constructor(
    state: ObservedState,
    { backfill }: { readonly backfill: Required<BackfillLimits> | false },
    violate: Violate,
  ) {
    this.#state = state
    this.#limits = limitsOf(backfill)
    this.#violate = violate
  }

  onRestStep(step: RestStep): void {
    this.#lacking.onRestStep(step, this.#state.clock)
  }

  onMarketGap(gap: Gap): void {
    if (gap.state !== 'open') return this.#end(gap)
    if (gap.id <= this.#lastId) this.#violate(`gaps$ emits a gap whose number was used: ${show(gap)}`)
    this.#lastId = gap.id
    this.#open.set(gap.id, { gap, stream: streamOf(gap.channel), at: this.#state.now, fetched: new Set() })
  }

  onMarketEvent(event: MarketEvent<unknown>): void {
    if (this.#open.size === 0 || !('backfilled' in event) || event.backfilled !== true) return
    const stream = streamOfEvent(event)
    const id = firstIdOf(event)
    for (const open of this.#open.values()) if (open.stream === stream) open.fetched.add(id)
  }

  onGap({ name, completion }: Subscriber, { id, state }: Gap): void {
    if (id > this.#lastId) this.#violate(`${name} receives gap ${id}, which gaps$ has not emitted`)
    // Without backfill it is lost at once, also where another subscription fills it.
    if (completion?.backfill === true && this.#open.has(id))
      this.#violate(`${name} receives gap ${id} as ${state}, and gaps$ has not ended it`)
  }

  onUnsubscribe({ streams }: Subscriber): void {
    for (const stream of streams) this.#leavers.add(stream)
  }

  onTerminate(subscriber: Subscriber): void {
    this.onUnsubscribe(subscriber)
  }

  onIdle(): void {
    this.#leavers.clear()
    for (const { gap, at, stream } of this.#open.values()) {
      const isFilled = [...this.#state.subscribers].some(
        ({ completion, connections, streams }) =>
          completion?.backfill === true &&
          streams.has(stream) &&
          (connections.get(stream) ?? gap.channel.connection) ===
            (gap.channel.connection ?? connections.get(stream)),
      )
      if (!isFilled) this.#violate(`a gap is left open, and nothing fills it: ${show(gap)}`)
      const limit = this.#limits.maxDelay + this.#state.latenessSince(at)
      if (this.#state.now - at > limit)
        this.#violate(`a gap is open for ${this.#state.now - at} ms, more than ${limit}: ${show(gap)}`)
    }
  }

  onClosed(): void {
    for (const { gap } of this.#open.values()) this.#violate(`a gap is open after close(): ${show(gap)}`)
  }

  #end(gap: Gap): void {
    const open = this.#open.get(gap.id)
    this.#open.delete(gap.id)
    const objection =
      open === undefined
        ? gap.id < 0
          ? this.#objectionAfterHistory(gap)
          : 'is not open'
        : (this.#objectionToFields(gap, open) ?? this.#objectionToState(gap, open))
    if (objection !== undefined) this.#violate(`gaps$ ends a gap that ${objection}: ${show(gap)}`)
  }

  /** Between history and the first live event: something was not fetched, or the ids began again. */
  #objectionAfterHistory(gap: Gap): string | undefined {
    if (gap.cause !== 'reset') return this.#objectionToFailure(gap, undefined)
    const isReset = gap.state === 'lost' && Number(gap.before) <= Number(gap.after)
    return isReset ? undefined : 'is no reset'
  }

  #objectionToFields(gap: Gap, open: Open): string | undefined {
    const { gap: opened } = open
    for (const name of ['since', 'until'] as const)
      if (gap[name] !== opened[name]) return `had another ${name} when it opened`
    // Where history lacks events for good the gap ends, and what follows it is fetched.
    if (gap.before !== opened.before && !this.#isShortened(gap, open))
      return 'had another before when it opened'
    return streamOf(gap.channel) === streamOf(opened.channel) ? undefined : 'was of another channel'
  }

  /** Whether a gap ends at the first event that history has, as answers show. */
  #isShortened(gap: Gap, { gap: opened, at }: Open): boolean {
    const { before = NaN, after = NaN, missing, state, cause } = gap
    const isInside = before > after && before < Number(opened.before)
    const isExact = gap.channel.kind === 'kline' || missing === before - after - 1
    const isReported = state === 'partial' && cause === 'backfillFailed' && isInside && isExact
    return isReported && this.#lacking.show(gap, at, this.#state.now, before)
  }

  #objectionToState(gap: Gap, open: Open): string | undefined {
    const { after, before, missing, state, cause } = gap
    const { gap: opened, fetched } = open
    if (state === 'filled') {
      if (cause !== opened.cause || missing !== opened.missing) return 'changes as it is filled'
      return fetched.size >= (missing ?? Infinity)
        ? undefined
        : `is filled with ${fetched.size} of ${missing}`
    }
    const isFailure = cause === 'backfillFailed' || cause === 'overflow'
    if (!isFailure) {
      if (cause !== opened.cause || state !== 'lost') return `was opened with ${opened.cause}`
      return after === opened.after && missing === opened.missing
        ? undefined
        : 'changes, and was not filled in part'
    }
    const isPartial = state === 'partial'
    if (isPartial !== (after !== opened.after || missing !== opened.missing))
      return `is ${state}, and should ${isPartial ? 'not ' : ''}be partial`
    const isShortened = before !== opened.before
    const isFetched = fetched.has(after ?? NaN) || (isShortened && after === opened.after)
    if (isPartial && !isFetched) return `is filled up to ${after}, which was not fetched`
    return this.#objectionToFailure(gap, open)
  }

  /** A gap that was not filled: whether there is a reason. */
  #objectionToFailure(gap: Gap, open: Open | undefined): string | undefined {
    if (gap.cause === 'overflow') return undefined
    const { now, requestTroubleAt, requestCancelled, oldestRequestAt, isMarketClosed } = this.#state
    const since = open?.at ?? now - this.#limits.maxDelay
    const isAbandoned = isMarketClosed || this.#leavers.has(streamOf(gap.channel))
    const tooLong = Math.min(this.#limits.maxDelay, TIMELY) / 2
    const isCancelled = requestCancelled.at === now && requestCancelled.after >= tooLong
    const waitingTime = this.#state.requests.waitingTime(streamOf(gap.channel), since, now)
    const isUnanswered = isCancelled || now - oldestRequestAt >= tooLong || waitingTime >= tooLong
    const hasTrouble = isUnanswered || requestTroubleAt > now - TROUBLE
    const isLacking = this.#lacking.show(gap, since, now)
    const hasReason = isAbandoned || hasTrouble || isLacking || this.#state.latenessSince(since) > 0
    return hasReason ? undefined : 'was not filled, and no request failed'
  }
}
