/**
 * Merges what several sessions deliver of one stream: each event once and in order, from the
 * session that has it first. An event that comes ahead waits while another session may still
 * deliver those between; a gap is what all sessions lost.
 */
import { HeldEvents, MAX_HOLD } from './held-events.js'
import { Lane } from './lane.js'
import type { IdRange, Order, SequenceRule } from './rule.js'
import type { Break, Interruption, SequenceSink } from './sequence.js'

export interface MergerSink<E> extends SequenceSink<E> {
  /** An event in its turn. */
  deliver(event: E): void
}

/** The session and the last event of a stream before the merger. */
export interface Before<E> {
  /** The session that carries it. */
  readonly session: number
  /** The last event that was delivered. */
  readonly last: E | undefined
  /** Why the stream was interrupted since the last event; `undefined` where it was not. */
  readonly interruption: Interruption | undefined
}

/**
 * Milliseconds by which one session may lag behind another. A session that has sent only lower ids,
 * and sends them for longer while none sends newer ones, does not repeat what another one has
 * delivered: its ids have begun again.
 */
const MAX_LAG = 10_000

export class Merger<E> {
  readonly #rule: SequenceRule<E>
  readonly #sink: MergerSink<E>
  readonly #now: () => number
  readonly #lanes = new Map<number, Lane<E>>()
  /** The session whose lane was looked up last; `NaN` for none. */
  #session = NaN
  #lane: Lane<E> | undefined
  #last: E | undefined
  #mark = NaN
  /** The number of events delivered with the time of the last one. */
  #repeats = 1
  /** Why no session proves that nothing was sent since the last event; `undefined` where one does. */
  #interruption: Interruption | undefined
  readonly #held = new HeldEvents<E>()
  #isDraining = false
  /** The last event when the first older one came since, and when that was. */
  #overtaken: E | undefined
  #overtakenAt = 0
  #resetAt = 0
  /** The mark of the last event before the ids began again. */
  #markBefore = NaN

  /** @param now a monotonic clock, milliseconds */
  constructor(rule: SequenceRule<E>, sink: MergerSink<E>, now: () => number, before: Before<E>) {
    this.#rule = rule
    this.#sink = sink
    this.#now = now
    this.#last = before.last
    this.#interruption = before.interruption
    this.join(before.session, before.interruption === undefined ? before.last : undefined)
  }

  /** The last event that was delivered. */
  get last(): E | undefined {
    return this.#last
  }

  get isInterrupted(): boolean {
    return this.#interruption !== undefined
  }

  /** When {@link expire} is due; `Infinity` while nothing waits. */
  get deadline(): number {
    return this.#held.deadline
  }

  /** Whether one session is left, or none, and a {@link Sequence} can go on after {@link last}. */
  get isSettled(): boolean {
    // Asked after each event, of which most come while there are two.
    if (this.#lanes.size > 1 || !this.#held.isEmpty || this.#isDraining) return false
    const [lane] = this.#lanes.values()
    return lane === undefined || (lane.last === this.#last && !this.isInterrupted)
  }

  /**
   * A session may deliver events from now on.
   *
   * @param last the last event that came, of a session that carries the stream already
   */
  join(session: number, last?: E): void {
    if (this.#lanes.has(session)) return
    if (last !== undefined) this.#mark = this.#rule.markOf(last)
    this.#lanes.set(session, new Lane(this.#rule, this.isInterrupted, last))
    this.#session = NaN
  }

  /**
   * A session has ended.
   *
   * @param successor the session that is known to carry the stream in its place, though it may have
   * been quiet
   */
  leave(session: number, successor?: number): void {
    if (!this.#lanes.delete(session)) return
    this.#session = NaN
    const lanes = [...this.#lanes.values()]
    const next = successor === undefined ? undefined : this.#lanes.get(successor)
    if (next !== undefined) next.isProved = true
    if (!lanes.some(({ isProved }) => isProved)) {
      // Those that began in an earlier interruption lag behind what was delivered since.
      if (!this.isInterrupted) for (const lane of lanes) lane.isNew = false
      // An earlier cause holds until an event comes.
      this.#interruption ??= 'disconnect'
      this.#mark = NaN
    }
    this.#drain()
  }

  /** Whether a session has delivered an event of the stream. */
  isCarriedBy(session: number): boolean {
    return this.#lanes.get(session)?.isProved === true && this.#held.isEmpty
  }

  /** Whether a session lags behind, so that its next event may have been delivered already. */
  isBehind(session: number): boolean {
    const mark = this.#laneOf(session)?.mark ?? NaN
    return mark < this.#mark
  }

  /**
   * Whether the next event of a session was delivered already, as its ids show: then nothing else
   * need be known of it.
   */
  passOver(ids: IdRange, session: number): boolean {
    if (this.isInterrupted) return false
    return this.#laneOf(session)?.passOver(ids, this.#mark) === true
  }

  admit(event: E, session: number): void {
    const lane = this.#laneOf(session)
    if (lane === undefined) return
    if (lane.mark === this.#mark && this.#held.isEmpty && this.#rule.isSame === undefined) {
      // The next event of the session that is ahead: one comparison, as with one session.
      const mark = this.#rule.advance(this.#mark, event)
      if (!Number.isNaN(mark)) {
        lane.follow(event, mark)
        return this.#deliver(event, mark)
      }
    }
    if (lane.isBehindReset && this.#isOfNewRun(event)) {
      lane.beginAnew(event)
      lane.isBehindReset = false
    } else
      switch (lane.next(event, this.#last, this.#repeats)) {
        case 'reset':
          if (!lane.isBehindReset && this.#reset(lane, event)) return
          lane.isBehindReset = false
          break
        case 'outOfOrder':
          if (!this.#isMissing(event)) return this.#sink.outOfOrder(event, this.#last ?? event)
          break
        case 'inOrder':
          if (lane.isBehindReset && this.#now() - this.#resetAt <= MAX_LAG) return
          lane.isBehindReset = false
      }
    this.#merge(lane, event)
  }

  #laneOf(session: number): Lane<E> | undefined {
    // Frames of one session mostly come in a row.
    if (session !== this.#session) {
      this.#session = session
      this.#lane = this.#lanes.get(session)
    }
    return this.#lane
  }

  /** Goes on without what has not come in time. */
  expire(): void {
    this.#drain(this.#now() - MAX_HOLD)
  }

  #merge(lane: Lane<E>, event: E): void {
    const { isInDoubt } = lane
    lane.isInDoubt = false
    const last = this.#last
    if (last === undefined) return this.#deliver(event)
    if (this.#rule.isSame?.(last, event) === true) {
      this.#interruption = undefined
      const isOlder = this.#rule.isOlder?.(event, last) === true
      // After the exchange's clock is set back, no update is newer for that long.
      if (lane.repeats > this.#repeats && (!isOlder || this.#isOvertaken(last))) return this.#deliver(event)
      // It is among those delivered, whatever its session has lost of them.
      if (isOlder) lane.repeats = this.#repeats
      return
    }
    const mark = this.#held.isEmpty ? this.#rule.advance(this.#mark, event) : NaN
    if (!Number.isNaN(mark)) return this.#deliver(event, mark)
    const order = this.#rule.orderOf(last, event, this.isInterrupted)
    switch (order.type) {
      case 'next':
        this.#deliver(event)
        return this.#drain()
      case 'gap':
        return this.#onGap(last, event, order)
      case 'repeated':
      case 'late':
      case 'reset':
        this.#onOld(lane, last, event, isInDoubt)
    }
  }

  /**
   * An event that another session has delivered; unless its session began when there was none, or
   * is in doubt and no newer one has come for too long.
   */
  #onOld(lane: Lane<E>, last: E, event: E, isInDoubt: boolean): void {
    const isFirst = this.isInterrupted && lane.isNew
    this.#interruption = undefined
    if (this.#rule.orderOf(last, event, true).type !== 'reset') return
    lane.isInDoubt = isInDoubt
    if (isInDoubt && Number.isNaN(lane.floor)) lane.floor = this.#rule.markOf(last)
    if ((this.#isOvertaken(last) && isInDoubt) || isFirst) this.#reset(lane, event)
  }

  /**
   * An event that is older than the last one has come. Returns whether none but such have come for
   * longer than a session may lag.
   */
  #isOvertaken(last: E): boolean {
    const now = this.#now()
    if (this.#overtaken !== last) {
      this.#overtaken = last
      this.#overtakenAt = now
    }
    return now - this.#overtakenAt > MAX_LAG
  }

  #onGap(last: E, event: E, order: Order & { readonly type: 'gap' }): void {
    const ids = order.missing === undefined ? undefined : this.#rule.idsOf?.(event)
    // A state, of which only the newest counts.
    const cause = this.#interruption ?? 'loss'
    if (ids === undefined) return this.#resume(last, event, cause, order.missing)
    this.#held.add({ event, first: ids.first, at: this.#now(), cause })
    this.#drain()
  }

  /**
   * Delivers what waits, as far as nothing is missing before it, or what is missing cannot come any
   * more.
   *
   * @param until delivers also what has waited since then, or longer
   */
  #drain(until = -Infinity): void {
    // A subscriber may end a session within its notification.
    if (this.#isDraining) return
    this.#isDraining = true
    try {
      for (let held = this.#held.first; held !== undefined; held = this.#held.first) {
        const { event, first, cause } = held
        const last = this.#last as E
        const order = this.#rule.orderOf(last, event, false)
        if (order.type === 'gap' && !this.#isLost(first) && !this.#held.hasWaitedSince(until)) return
        this.#held.shift()
        if (order.type === 'gap') this.#resume(last, event, cause, order.missing)
        else if (order.type === 'next' && this.#rule.isSame?.(last, event) !== true) this.#deliver(event)
      }
    } finally {
      this.#isDraining = false
    }
  }

  /** Whether no session can deliver what is missing before id `first`. */
  #isLost(first: number): boolean {
    if (this.#held.isFull) return true
    for (const lane of this.#lanes.values()) if (!lane.hasPassed(first)) return false
    return true
  }

  /** Whether an event that came after a later one of its session is still missing. */
  #isMissing(event: E): boolean {
    const type = !this.#held.isEmpty && this.#typeAfter(this.#last, event)
    return type === 'next' || type === 'gap'
  }

  #typeAfter(previous: E | undefined, event: E): Order['type'] | undefined {
    return previous === undefined ? undefined : this.#rule.orderOf(previous, event, false).type
  }

  /**
   * The ids began again on `lane`. Events on their way on the other sessions are older. Returns
   * whether the event is: not where another session was the first that began again.
   */
  #reset(lane: Lane<E>, event: E): boolean {
    const type = this.#typeAfter(this.#last, event)
    if (type !== 'late' && type !== 'reset') return false
    this.#resetAt = this.#now()
    for (const other of this.#lanes.values()) {
      other.floor = NaN
      // One that has begun again is not far from the event. The last event that is known of one may
      // be long past, and its time show a reset that that of the stream does not.
      const otherType = this.#typeAfter(other.last, event) ?? type
      other.isBehindReset = other !== lane && (otherType === type || otherType === 'reset')
      other.isInDoubt = other !== lane && (other.isInDoubt || other.isBehindReset)
    }
    // Nothing that waits comes after the event.
    this.#drain(Infinity)
    const last = this.#last as E
    this.#markBefore = this.#rule.markOf(last)
    this.#resume(last, event, 'reset')
    return true
  }

  /**
   * Whether an event is nearer to those since the ids began again than to those before; without a
   * mark, whether it is as new as the last one.
   */
  #isOfNewRun(event: E): boolean {
    const { markOf, isSame, isOlder } = this.#rule
    const last = this.#last as E
    const mark = markOf(event)
    if (Number.isNaN(mark)) return isSame?.(last, event) === true || isOlder?.(event, last) === false
    return Math.abs(mark - markOf(last)) < Math.abs(mark - this.#markBefore)
  }

  #resume(previous: E, event: E, cause: Break<E>['cause'], missing?: number): void {
    // Accepted first, as a subscriber of gaps may run anything.
    this.#accept(event)
    this.#sink.missing({ previous, event, cause, ...(missing !== undefined && { missing }) })
    this.#sink.deliver(event)
  }

  #deliver(event: E, mark = this.#rule.markOf(event)): void {
    this.#accept(event, mark)
    this.#sink.deliver(event)
  }

  #accept(event: E, mark = this.#rule.markOf(event)): void {
    const last = this.#last
    const { isSame } = this.#rule
    if (isSame !== undefined)
      this.#repeats = last !== undefined && isSame(last, event) ? this.#repeats + 1 : 1
    this.#last = event
    this.#mark = mark
    this.#interruption = undefined
  }
}
