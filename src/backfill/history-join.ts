/** Where history ends and live events begin. */
import type { FailCause } from './gap-ends.js'
import type { Past, PastEvent } from './past-kinds.js'

/**
 * How the first live events relate to history: in it already, after it, or after something that is
 * missing.
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

  /** Whether the next live event must be compared. */
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
    // One that is older than all of history is of an exchange whose ids began again.
    if (!isNewer && id >= first) return 'known'
    this.#first = undefined
    return isNewer && this.#past.missingBetween(last, event) !== 0 ? 'gap' : 'next'
  }
}
