/** Joins the end of history and the first live events. */
import type { FailCause } from './gap-ends.js'
import type { Past, PastEvent } from './past-kinds.js'

/**
 * The relation of the first live events to history: already in it or older, next after it, after a
 * gap, or of ids that began again.
 */
export type Junction = 'known' | 'next' | 'gap' | 'reset'

export class HistoryJoin {
  readonly #past: Past
  /** Whether there is history, and no live event has come yet that is not in it. */
  #hasBegun = false
  #failed: FailCause | undefined

  constructor(past: Past) {
    this.#past = past
  }

  /** Whether the next live event may be in history, so that it is dropped. */
  get isComparing(): boolean {
    return this.#hasBegun
  }

  /** Whether to compare the next live event. */
  get isPending(): boolean {
    return this.#hasBegun || this.#failed !== undefined
  }

  /** History has been emitted. */
  begin(elements: readonly PastEvent[]): void {
    this.#hasBegun = elements.length > 0
  }

  /** There is no history. */
  fail(cause: FailCause): void {
    this.#failed = cause
  }

  /** Why there is no history, once. */
  takeFailure(): FailCause | undefined {
    const failed = this.#failed
    this.#failed = undefined
    return failed
  }

  /** Compares a live event with `last`, the end of history. */
  meet(event: PastEvent, last: PastEvent | undefined): Junction {
    if (!this.#hasBegun || last === undefined) return 'next'
    const isNewer = this.#past.idOf(event) > this.#past.idOf(last)
    const isLater = this.#past.timeOf(event) > this.#past.timeOf(last)
    if (!isNewer && !isLater) return 'known'
    this.#hasBegun = false
    if (!isNewer) return 'reset'
    return this.#past.missingBetween(last, event) === 0 ? 'next' : 'gap'
  }
}
