/**
 * Gaps: what a subscription receives of a stream is each event once and in order. Where something
 * is missing, a gap is in its place which states what, exactly and with the true cause; nowhere
 * else is one.
 *
 * Where several sessions carry the stream, a gap is what all of them have lost: nothing that has
 * arrived on any is stated to be missing, and a state has a gap only where every session that
 * carried the stream was lost.
 *
 * Of subscriptions that receive gaps, or that are completed. Those of the others are checked by
 * `delivery`.
 */
import type { Gap, GapCause, MarketEvent } from '../../../src/index.js'
import type { Arrival } from '../../checker/arrivals.js'
import { between, idsOf, timeOf } from '../../checker/between.js'
import { differenceOf, show } from '../../checker/event-difference.js'
import { compare, positionOf } from '../../checker/event-order.js'
import type { Invariant, Violate } from '../../checker/invariant.js'
import type { ObservedState } from '../../checker/observed-state.js'
import type { Subscriber } from '../../checker/subscriber.js'
import type { Fields } from '../../checker/payloads.js'
import { streamOf } from '../../scenario/stream-names.js'

/** The items that a subscription has received of one stream. */
interface Received {
  last?: { readonly event: Fields; readonly arrival: Arrival | undefined }
  /** Since the last event. */
  gap?: Gap
}

/** Something is missing between two events. */
interface Missing {
  readonly missing?: number
  /** Those that a gap may have. */
  readonly causes: readonly GapCause[]
  /** Nothing may be missing as well. */
  readonly isOptional?: boolean
}

/** Missing trades above which a client need not ask for them. */
const MAX_FILLABLE = 240_000
/**
 * Of two events of one session, the earlier-numbered second begins anew where so many have come in
 * between.
 */
const MAX_OUT_OF_ORDER = 10
/** Milliseconds by which a state is too old to be late, and by which a session may lag. */
const MAX_LATENESS = 10_000

export class Gaps implements Invariant {
  readonly name = 'gaps'
  readonly #state: ObservedState
  readonly #violate: Violate
  readonly #received = new WeakMap<Subscriber, Map<string, Received>>()

  constructor(state: ObservedState, violate: Violate) {
    this.#state = state
    this.#violate = violate
  }

  onSubscribe({ receivesGaps, completion, streams }: Subscriber): void {
    if (receivesGaps !== true && completion === undefined) return
    for (const stream of streams) this.#state.arrivals.track(stream)
  }

  onGap(subscriber: Subscriber, gap: Gap): void {
    const { name, receivesGaps, completion } = subscriber
    const received = this.#of(subscriber, streamOf(gap.channel))
    if (receivesGaps !== true)
      this.#violate(`${name} receives a gap, and has not asked for any: ${show(gap)}`)
    if (gap.state === 'open' || gap.state === 'filled')
      this.#violate(`${name} receives a gap that is not what stays missing: ${show(gap)}`)
    if (received.gap !== undefined) this.#violate(`${name} receives two gaps in one place: ${show(gap)}`)
    // Without history there is nothing before the first live event.
    const isFirst = received.last === undefined
    if (isFirst && ((completion?.history ?? 0) === 0 || gap.after !== undefined))
      this.#violate(`${name} receives a gap before its first event: ${show(gap)}`)
    received.gap = gap
  }

  onEvent(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    if (subscriber.receivesGaps !== true && subscriber.completion === undefined) return
    const fields = event as unknown as Fields
    const stream = this.#streamOf(subscriber, event)
    const received = this.#of(subscriber, stream)
    const { last, gap } = received
    const arrival = this.#arrivalOf(subscriber, stream, event)
    received.last = { event: fields, arrival }
    delete received.gap
    if (last === undefined) return
    const found = this.#find(subscriber, last, { event: fields, arrival })
    if (found === 'maybe' && gap === undefined) return
    if (found === 'nothing') {
      if (gap === undefined) return
      this.#violate(`${subscriber.name} receives a gap where nothing is missing: ${show(gap)}`)
    }
    if (found === 'not newer')
      this.#violate(
        `${subscriber.name} receives ${show(event)} after ${show(last.event)}, which is as new or newer`,
      )
    if (subscriber.receivesGaps !== true) return
    const expected: Missing = found === 'maybe' ? { causes: ['loss'] } : found
    if (gap === undefined) {
      if (expected.isOptional === true) return
      const missing = expected.missing === undefined ? 'something' : String(expected.missing)
      this.#violate(`${subscriber.name} receives no gap before ${show(event)}, where ${missing} is missing`)
    }
    const objection =
      this.#objectionToIds(gap, last.event, fields, expected.missing) ??
      this.#objectionToCause(subscriber, gap, expected) ??
      this.#objectionToTruth(gap, last.arrival, arrival)
    if (objection !== undefined) this.#violate(`${subscriber.name} receives a gap ${objection}: ${show(gap)}`)
  }

  /**
   * The relation of two events: nothing is missing between them, or a state may be, as the exchange
   * forgot the stream meanwhile; or some elements are (which, and why), or the second is wrongly
   * not newer.
   */
  #find(
    { completion }: Subscriber,
    last: NonNullable<Received['last']>,
    next: NonNullable<Received['last']>,
  ): 'nothing' | 'maybe' | 'not newer' | Missing {
    const [before, after] = [last.arrival, next.arrival]
    const areLive = before !== undefined && after !== undefined
    const interruption = areLive ? this.#interruption(before, after) : 'no'
    const found = between(last.event, next.event, interruption !== 'no')
    const wasForgotten = areLive && interruption === 'no' && this.#wasForgotten(before, after)
    if (found.type === 'nothing')
      return wasForgotten && between(last.event, next.event, true).type === 'gap' ? 'maybe' : 'nothing'
    if (found.type === 'not newer') {
      const mayBeginAnew = !areLive || interruption !== 'no' || wasForgotten || this.#isReset(before, after)
      const isOptional = isCompleted(last.event, next.event)
      return mayBeginAnew ? { causes: ['reset'], ...(isOptional && { isOptional }) } : 'not newer'
    }
    if (!areLive) return { ...found, causes: ['disconnect', 'loss', 'backfillFailed', 'overflow'] }
    const failures: readonly GapCause[] = completion === undefined ? [] : ['backfillFailed', 'overflow']
    // The first event of the other session may have been dropped as a repetition.
    const wasDropped =
      interruption === 'yes' && this.#between(before, after).some(each => each.socket === after.socket)
    const isUncertain = wasDropped || interruption === 'maybe'
    const cause = interruption === 'no' ? 'loss' : 'disconnect'
    const causes: readonly GapCause[] = isUncertain ? ['disconnect', 'loss'] : [cause]
    // Whether a state was missed is not known then, or a repeated one has shown that none was.
    const isOptional = isUncertain && found.missing === undefined
    return { ...found, causes: [...causes, ...failures], ...(isOptional && { isOptional }) }
  }

  /**
   * Whether no session carried a stream at some time between two events: not where one that had
   * delivered the stream is still there, certainly where no session was left.
   */
  #interruption(before: Arrival, after: Arrival): 'no' | 'maybe' | 'yes' {
    const { stream, connection, socket, step } = before
    const isLeft = (number: number): boolean => this.#state.isActiveAfter(number, after.step)
    if (isLeft(socket) || this.#state.arrivals.socketsOf(stream, connection, step).some(isLeft)) return 'no'
    return this.#state.wasLostBetween(connection, step, after.step) ? 'yes' : 'maybe'
  }

  /**
   * Whether the exchange forgot a stream between two events: on the session of the second, or on all
   * that had delivered the stream and are left, as the second may be of one that joined since.
   */
  #wasForgotten(before: Arrival, after: Arrival): boolean {
    const { stream, connection, step } = after
    const isForgottenOn = (socket: number): boolean =>
      this.#state.wasForgotten(socket, stream, before.at, after.at)
    const carrying = this.#state.arrivals
      .socketsOf(stream, connection, step - 1)
      .filter(socket => this.#state.isActiveAfter(socket, step))
    return isForgottenOn(after.socket) || carrying.every(isForgottenOn)
  }

  /** Whether the ids of a session may have begun again between two of its events. */
  #isReset(before: Arrival, after: Arrival): boolean {
    const difference = timeOf(after.event) - timeOf(before.event)
    if (idsOf(after.event) !== undefined && difference > 0) return true
    // Times above are microseconds.
    const unit = timeOf(after.event) > 1e14 ? 1_000 : 1
    if (idsOf(after.event) === undefined && difference < -MAX_LATENESS * unit) return true
    return (
      this.#between(before, after).length >= MAX_OUT_OF_ORDER - 1 || this.#hasLaggedTooLong(before, after)
    )
  }

  /**
   * Whether lower ids have come for longer than a session may lag behind others, on sessions that
   * have delivered no higher ones themselves: they count as new then. Source: docs/reliability.md,
   * Mirrors.
   */
  #hasLaggedTooLong(before: Arrival, after: Arrival): boolean {
    const first = this.#between(before, after).find(
      each => isOlder(each, before) && this.#isInOrderOfItsSession(each),
    )
    return first !== undefined && after.at - first.at > MAX_LATENESS && this.#isInOrderOfItsSession(after)
  }

  /** Whether a session had delivered no newer event before. */
  #isInOrderOfItsSession(arrival: Arrival): boolean {
    const arrivals = this.#state.arrivals.of(arrival.stream, arrival.connection)
    return !arrivals
      .slice(0, arrivals.lastIndexOf(arrival))
      .some(each => each.socket === arrival.socket && isOlder(arrival, each))
  }

  /** The events that arrived on the stream between two events. */
  #between(before: Arrival, after: Arrival): readonly Arrival[] {
    const arrivals = this.#state.arrivals.of(after.stream, after.connection)
    const end = arrivals.lastIndexOf(after)
    return arrivals.slice(arrivals.lastIndexOf(before, end) + 1, end)
  }

  #objectionToIds(gap: Gap, last: Fields, event: Fields, missing: number | undefined): string | undefined {
    if (gap.after !== idsOf(last)?.last) return `that should be after ${idsOf(last)?.last}`
    if (gap.before !== idsOf(event)?.first) return `that should be before ${idsOf(event)?.first}`
    if (gap.missing !== missing) return `of which ${missing} are missing`
    // Fetched events were received later than their neighbours.
    if (last['backfilled'] !== true && gap.since !== last['receivedAt']) return 'with a wrong beginning'
    if (event['backfilled'] !== true && gap.until !== event['receivedAt']) return 'with a wrong end'
    return undefined
  }

  #objectionToCause(
    { completion }: Subscriber,
    { cause, state, missing = 0 }: Gap,
    found: { readonly causes: readonly GapCause[] },
  ): string | undefined {
    if (!found.causes.includes(cause)) return `of which the cause should be ${found.causes.join(' or ')}`
    const isFailure = cause === 'backfillFailed' || cause === 'overflow'
    if (!isFailure && state !== 'lost') return 'that was filled in part, and its cause states otherwise'
    // Events that a completed subscription does not request.
    const mayGiveUp = cause === 'reset' || missing > MAX_FILLABLE || this.#state.isMarketClosed
    if (completion?.backfill === true && !isFailure && !mayGiveUp) return 'that was not filled'
    return undefined
  }

  /**
   * Nothing of what a gap states to be missing has arrived after the event before it: of one session
   * until the event after it, of several until now.
   */
  #objectionToTruth(gap: Gap, before: Arrival | undefined, arrival: Arrival | undefined): string | undefined {
    const { cause } = gap
    if (arrival === undefined || gap.after === undefined || gap.before === undefined || cause === 'reset')
      return undefined
    const isMerged = before !== undefined && this.#state.isMerged(arrival.connection)
    const arrivals = this.#state.arrivals.of(arrival.stream, arrival.connection)
    const end = isMerged ? arrivals.length : arrivals.lastIndexOf(arrival)
    for (let index = end - 1; index >= 0; index--) {
      const each = arrivals[index] as Arrival
      const ids = idsOf(each.event)
      if (ids === undefined || (isMerged ? each === before : ids.last === gap.after)) return undefined
      if (ids.first > gap.after && ids.last < gap.before)
        return `that states ${ids.first} to be missing, which arrived`
    }
    return undefined
  }

  /** The frame that brought an event; `undefined` where it was fetched. */
  #arrivalOf({ connections }: Subscriber, stream: string, event: MarketEvent<unknown>): Arrival | undefined {
    if ('backfilled' in event && event.backfilled === true) return undefined
    const { last } = this.#state.arrivals
    const fields = event as unknown as Fields
    const [ids, time] = [idsOf(fields)?.last, timeOf(fields)]
    const isSame = (arrival: Arrival): boolean =>
      idsOf(arrival.event)?.last === ids &&
      Object.is(timeOf(arrival.event), time) &&
      arrival.event['receivedAt'] === event.receivedAt
    if (last?.stream === stream && isSame(last)) return last
    const connection = connections.get(stream)
    if (connection === undefined) return undefined
    const arrivals = this.#state.arrivals.of(stream, connection)
    for (let index = arrivals.length - 1; index >= 0; index--)
      if (isSame(arrivals[index] as Arrival)) return arrivals[index]
    return undefined
  }

  #streamOf(subscriber: Subscriber, event: MarketEvent<unknown>): string {
    const { completion, streams } = subscriber
    const { arrivals } = this.#state
    if (completion !== undefined) return arrivals.streamOf(subscriber, event)
    // An event delivered at once is that of the last frame.
    const { last } = arrivals
    const isLast = last !== undefined && differenceOf(last.event, event) === undefined
    if (isLast && streams.has(last.stream)) return last.stream
    if (!this.#state.isMergedFor(subscriber)) return last?.stream ?? ''
    // One that was held back.
    return arrivals.streamOf(subscriber, event)
  }

  #of(subscriber: Subscriber, stream: string): Received {
    const streams = this.#received.get(subscriber) ?? new Map<string, Received>()
    this.#received.set(subscriber, streams)
    const received = streams.get(stream) ?? {}
    streams.set(stream, received)
    return received
  }
}

const isOlder = (arrival: Arrival, other: Arrival): boolean =>
  compare(positionOf(arrival.event), positionOf(other.event)) < 0

/**
 * Whether a fetched kline completes one that was received before it closed: the exchange may have
 * restarted between and count fewer trades, and the client does not compare the two.
 */
const isCompleted = (last: Fields, event: Fields): boolean =>
  event['type'] === 'kline' &&
  event['backfilled'] === true &&
  event['openTime'] === last['openTime'] &&
  last['isClosed'] !== true
