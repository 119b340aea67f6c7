/** Errors of local order books. */
import { cleanText } from '../../validation/clean-text.js'
import { MarketError } from '../../validation/market-error.js'

/**
 * A book was read after the next one had been emitted. Read it when it is emitted, or keep
 * `book.freeze()`. Its `code` is `BOOK_MOVED`.
 */
export class BookMovedError extends MarketError {
  readonly code = 'BOOK_MOVED'

  constructor(
    readonly symbol: string,
    /** The update that the book was of. */
    readonly updateId: number,
  ) {
    super(
      `the book of ${cleanText(symbol)} has moved on from update ${updateId}: read it when it is emitted, or keep book.freeze()`,
    )
  }
}

/**
 * An audit found that a book differed from the exchange's. Reported on `errors$`; the book goes on
 * with the exchange's levels. Its `code` is `BOOK_MISMATCH`.
 */
export class BookMismatchError extends MarketError {
  readonly code = 'BOOK_MISMATCH'

  constructor(
    readonly symbol: string,
    /** The update at which both were compared. */
    readonly updateId: number,
    /** The first levels that differ, such as `bid 61837.64: 0.5, not 0.7`. */
    readonly differences: readonly string[],
    /** The number of all levels that differ. */
    readonly count: number,
  ) {
    super(
      `the book of ${cleanText(symbol)} differed from the exchange's at update ${updateId} in ${count} ${count === 1 ? 'level' : 'levels'}: ${differences.join('; ')}`,
    )
  }
}
