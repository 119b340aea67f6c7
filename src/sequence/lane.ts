/** The order of one of several sessions that carry the same stream. */
import type { IdRange, SequenceRule } from './rule.js'
import { Sequence } from './sequence.js'

/** The relation of an event to the one before it on the same session. */
export type LaneOrder = 'inOrder' | 'reset' | 'outOfOrder'

export class Lane<E> {
  /** Whether an event has come, so that whatever is sent from then on will come too. */
  isProved: boolean
  /** Whether the ids began again on another session, and not on this one yet. */
  isBehindReset = false
  /** Whether its session began when no session carried the stream. */
  isAfterInterruption = false
  /**
   * The mark of the stream when the session joined; `NaN` for none. Lower ids may be of before it, or
   * of ids that began again.
   */
  floor = NaN
  readonly #rule: SequenceRule<E>
  readonly #sequence: Sequence<E>
  /** The number of events received with the time of the last one. */
  #repeats = 0
  #hasReset = false
  /** The mark of the last event that was passed over; those up to it have come. */
  #passed = -Infinity

  /** @param last the last event that came, of a session that carries the stream already */
  constructor(rule: SequenceRule<E>, last?: E) {
    this.#rule = rule
    this.#sequence = new Sequence(rule, {
      missing: ({ cause }) => {
        this.#hasReset ||= cause === 'reset'
      },
      // Reported by the result.
      outOfOrder: () => undefined,
    })
    this.isProved = last !== undefined
    if (last === undefined) return
    this.#sequence.continueAfter(last, false)
    this.#repeats = 1
  }

  /** The newest event. */
  get last(): E | undefined {
    return this.#sequence.last
  }

  get repeats(): number {
    return this.#repeats
  }

  /** The mark of the newest event, where the next one is expected to follow it in the usual way. */
  get mark(): number {
    const { mark } = this.#sequence
    return this.isBehindReset || mark <= this.floor ? NaN : mark
  }

  /** Takes an event that is known to be the next one, of a kind that sends one of a moment. */
  follow(event: E, mark: number): void {
    this.isProved = true
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
    this.isProved = true
    return true
  }

  /**
   * Takes an event.
   *
   * @param newest the last event that was delivered
   */
  next(event: E, newest: E | undefined): LaneOrder {
    const previous = this.#sequence.last
    this.isProved = true
    if (newest !== undefined && this.#rule.markOf(event) <= this.#passed) return this.#again(event, newest)
    if (!this.#sequence.admit(event)) return 'outOfOrder'
    const { isSame } = this.#rule
    if (isSame !== undefined)
      this.#repeats = previous !== undefined && isSame(previous, event) ? this.#repeats + 1 : 1
    if (!this.#hasReset) return 'inOrder'
    this.#hasReset = false
    return 'reset'
  }

  /** An event that is not after those that were passed over, which are not known as events. */
  #again(event: E, newest: E): LaneOrder {
    if (this.#rule.orderOf(newest, event, false).type !== 'reset') return 'outOfOrder'
    this.#passed = -Infinity
    this.#sequence.continueAfter(event, false)
    return 'reset'
  }

  /** Whether what comes from now on is after id `first`. */
  hasPassed(first: number): boolean {
    const { last } = this.#sequence
    if (this.#passed > first) return true
    return this.isBehindReset || (last !== undefined && (this.#rule.idsOf?.(last).last ?? Infinity) >= first)
  }
}
