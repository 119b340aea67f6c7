/** The order of one of several sessions that carry the same stream. */
import type { SequenceRule } from './rule.js'
import { Sequence } from './sequence.js'

/** How an event relates to the one before it on the same session. */
export type LaneOrder = 'inOrder' | 'reset' | 'outOfOrder'

export class Lane<E> {
  /** Whether an event has come, so that whatever is sent from then on will come too. */
  isProved: boolean
  /** Whether the ids began again on another session, and not on this one yet. */
  isBehindReset = false
  readonly #rule: SequenceRule<E>
  readonly #sequence: Sequence<E>
  /** How many events of the moment of the last one have come. */
  #repeats = 0
  #hasReset = false

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

  /** Takes an event. */
  next(event: E): LaneOrder {
    const previous = this.#sequence.last
    this.isProved = true
    if (!this.#sequence.admit(event)) return 'outOfOrder'
    const { isSame } = this.#rule
    if (isSame !== undefined)
      this.#repeats = previous !== undefined && isSame(previous, event) ? this.#repeats + 1 : 1
    if (!this.#hasReset) return 'inOrder'
    this.#hasReset = false
    return 'reset'
  }

  /** Whether what comes from now on is after id `first`. */
  hasPassed(first: number): boolean {
    const { last } = this.#sequence
    return this.isBehindReset || (last !== undefined && (this.#rule.idsOf?.(last).last ?? Infinity) >= first)
  }
}
