/** Compares the touch of a book with the exchange's own bookTicker. */
import type { Book } from '../model/book.js'
import type { BookTicker } from '../model/event.js'

/** Touches, and tickers, kept at most until the other side has come. */
const MAX_WAITING = 1_000

interface Touch<N> {
  readonly updateId: number
  readonly values: readonly (N | undefined)[]
}

/**
 * The touch at an update is that of the last ticker up to it. It is certain once a later ticker has
 * come: the exchange sends one at each change of the touch. So neither needs to come first.
 */
export class TouchAudit<N> {
  #waiting: Touch<N>[] = []
  #last: BookTicker<N> | undefined
  readonly #toDouble: (value: N) => number

  constructor(toDouble: (value: N) => number) {
    this.#toDouble = toDouble
  }

  /** Adds the touch of a live book, to be compared when tickers have come. */
  add({ updateId, bidPrice, bidQuantity, askPrice, askQuantity }: Book<N>): void {
    if (this.#last !== undefined && updateId < this.#last.updateId) return
    this.#waiting.push({ updateId, values: [bidPrice, bidQuantity, askPrice, askQuantity] })
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift()
  }

  /** Starts over, as after a gap. */
  clear(): void {
    this.#waiting = []
    this.#last = undefined
  }

  /**
   * Describes the touches up to a ticker that differ from the exchange's: in words, with the
   * update.
   */
  compare(ticker: BookTicker<N>): readonly { readonly updateId: number; readonly difference: string }[] {
    const before = this.#last
    this.#last = ticker
    const due = this.#waiting.filter(({ updateId }) => updateId <= ticker.updateId)
    this.#waiting = this.#waiting.filter(({ updateId }) => updateId > ticker.updateId)
    return due.flatMap(({ updateId, values }) => {
      const truth = updateId === ticker.updateId ? ticker : before
      // A touch from before the first ticker, or one that is not known, cannot be compared.
      if (truth === undefined || updateId < truth.updateId || values.includes(undefined)) return []
      const expected = [truth.bidPrice, truth.bidQuantity, truth.askPrice, truth.askQuantity]
      const differs = expected.some((value, n) => this.#toDouble(value) !== this.#toDouble(values[n] as N))
      return differs ? [{ updateId, difference: `touch ${values.join(' ')}, not ${expected.join(' ')}` }] : []
    })
  }
}
