/** Errors that a consumer causes: subscribing after `close()`, and being too slow. */
import { MarketError } from '../../validation/market-error.js'

/**
 * The market was closed with `close()`; its channels cannot be subscribed to any more. Its `code`
 * is `MARKET_CLOSED`.
 */
export class MarketClosedError extends MarketError {
  readonly code = 'MARKET_CLOSED'

  constructor() {
    super('the market is closed: create a new one to subscribe again')
  }
}

/**
 * A buffer is full and `overflow` is `'error'`. Ends only the observable of the consumer that was
 * too slow. Its `code` is `OVERFLOW`.
 */
export class OverflowError extends MarketError {
  readonly code = 'OVERFLOW'

  constructor(
    /** Events that the buffer holds. */
    readonly capacity: number,
  ) {
    super(
      `the buffer of ${capacity} events is full: make the consumer faster, raise capacity, or choose what to drop with overflow`,
    )
  }
}
