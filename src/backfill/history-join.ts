/** Joins the end of history and the first live events. */
import type { FailCause } from './gap-ends.js'
import type { Past, PastEvent } from './past-kinds.js'

/**
 * The relation of the first live events to history: already in it, next after it, or after a gap.
 */
export type Junction = 'known' | 'next' | 'gap'

export class HistoryJoin {
  readonly #past: Past
  /** The id of the first element of history, until a live event comes that is not in it. */
  #first: number | undefined
  #failed: FailCause | undefined

  constructor(past: Past) {
    this.#past = past
  }

  /** Whether to compare the next live event. */
  get isPending(): boolean {
    return this.#first !== undefined || this.#failed !== undefined
  }

  /** History has been emitted. */
  begin([first]: readonly PastEvent[]): void {
    if (first !== undefined) this.#first = this.#past.idOf(first)
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
    const first = this.#first
    if (first === undefined || last === undefined) return 'next'
    const id = this.#past.idOf(event)
    const isNewer = id > this.#past.idOf(last)
    // An event older than all of history comes from an exchange with restarted ids.
    if (!isNewer && id >= first) return 'known'
    this.#first = undefined
    return isNewer && this.#past.missingBetween(last, event) !== 0 ? 'gap' : 'next'
  }
}
