/** The order of one of several sessions that carry the same stream. */
import type { IdRange, SequenceRule } from './rule.js'
import { Sequence, type SequenceSink } from './sequence.js'

/** The relation of an event to the one before it on the same session. */
export type LaneOrder = 'inOrder' | 'reset' | 'outOfOrder'

export class Lane<E> {
  /** Whether an event has come, so that whatever is sent from then on will come too. */
  isProved: boolean
  /** Whether the ids began again on another session, and not on this one yet. */
  isBehindReset = false
  /** Whether its session began when no session carried the stream, and none has delivered since. */
  isNew: boolean
  /**
   * Whether all its events were older than the stream's: it may lag, or its ids may have begun again.
   * Once one was as new, its own order shows where they do.
   */
  isInDoubt: boolean
  /**
   * The mark of the stream when the session was first behind it; `NaN` for none. Up to there its ids
   * may be those of before, or have begun again.
   */
  floor = NaN
  /** The number of events of the moment of the last one, with those sent before the session joined. */
  repeats = 0
  readonly #rule: SequenceRule<E>
  readonly #sequence: Sequence<E>
  readonly #sink: SequenceSink<E>
  /** Of events that are not after those passed over, which are not known as events. */
  #late: Sequence<E> | undefined
  #hasReset = false
  /** The mark of the last event that was passed over; those up to it have come. */
  #passed = -Infinity

  /** @param last the last event that came, of a session that carries the stream already */
  constructor(rule: SequenceRule<E>, isNew: boolean, last?: E) {
    this.#rule = rule
    this.isNew = isNew
    this.#sink = {
      missing: ({ cause }) => {
        this.#hasReset ||= cause === 'reset'
      },
      // Reported by the result.
      outOfOrder: () => undefined,
    }
    this.#sequence = new Sequence(rule, this.#sink)
    this.isProved = last !== undefined
    this.isInDoubt = last === undefined
    if (last === undefined) return
    this.#sequence.continueAfter(last, false)
    this.repeats = 1
  }

  /** The newest event. */
  get last(): E | undefined {
    return this.#sequence.last
  }

  /** The mark of the newest event, where the next one is expected to follow it in the usual way. */
  get mark(): number {
    const { mark } = this.#sequence
    return this.isBehindReset || mark <= this.floor ? NaN : mark
  }

  /** Takes an event that is known to be the next one, of a kind that sends one of a moment. */
  follow(event: E, mark: number): void {
    this.isProved = true
    this.isInDoubt = false
    this.#sequence.follow(event, mark)
  }

  /**
   * Passes over the next event, of which only the ids are known, if it is not after `limit`, the mark
   * of what was delivered. Returns whether it did.
   */
  passOver(ids: IdRange, limit: number): boolean {
    const mark = this.#rule.advanceIds?.(this.mark, ids) ?? NaN
    // Not a number is not below anything.
    if (!(mark <= limit)) return false
    this.#sequence.mark = this.#passed = mark
    this.#late = undefined
    this.isProved = true
    this.isInDoubt = false
    return true
  }

  /**
   * Takes an event.
   *
   * @param newest the last event that was delivered
   * @param repeats the number of events delivered of its moment
   */
  next(event: E, newest: E | undefined, repeats: number): LaneOrder {
    const previous = this.#sequence.last
    this.isProved = true
    // A later one is known as an event.
    if (previous !== undefined && this.#rule.markOf(previous) >= this.#passed) this.#forgetPassed()
    if (newest !== undefined && this.#rule.markOf(event) <= this.#passed) return this.#again(event, newest)
    if (!this.#sequence.admit(event)) return 'outOfOrder'
    const { isSame } = this.#rule
    if (isSame !== undefined) {
      const isFirst = previous === undefined && newest !== undefined && this.#isLater(event, newest)
      const [before, count] = isFirst ? [newest, repeats] : [previous, this.repeats]
      this.repeats = before !== undefined && isSame(before, event) ? count + 1 : 1
    }
    if (!this.#hasReset) return 'inOrder'
    this.#hasReset = false
    return 'reset'
  }

  /** Whether the first event of a session that joins shows by itself that it was not delivered. */
  #isLater(event: E, newest: E): boolean {
    const { isOlder, orderOf } = this.#rule
    return isOlder?.(event, newest) === false && orderOf(newest, event, false).type === 'next'
  }

  /** An event that is not after those that were passed over. */
  #again(event: E, newest: E): LaneOrder {
    if (this.#late === undefined) {
      this.#late = new Sequence(this.#rule, this.#sink)
      this.#late.continueAfter(newest, false)
    }
    this.#late.admit(event)
    if (!this.#hasReset) return 'outOfOrder'
    this.beginAnew(event)
    return 'reset'
  }

  /** The ids began again with an event. */
  beginAnew(event: E): void {
    this.#hasReset = false
    this.isProved = true
    this.#forgetPassed()
    this.#sequence.continueAfter(event, false)
    this.repeats = 1
  }

  #forgetPassed(): void {
    this.#passed = -Infinity
    this.#late = undefined
  }

  /** Whether what comes from now on is after id `first`. */
  hasPassed(first: number): boolean {
    const { last } = this.#sequence
    if (this.#passed > first) return true
    // Of one that has delivered nothing, it is not known whether its ids have begun again.
    return last !== undefined && (this.isBehindReset || (this.#rule.idsOf?.(last).last ?? Infinity) >= first)
  }
}
