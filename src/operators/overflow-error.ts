/** The error of a consumer that is too slow. */
import { MarketError } from '../model/errors.js'

/** More events waited than were allowed to, and `overflow` is `'error'`. Ends the observable of the consumer that was too slow, and only that. */
export class OverflowError extends MarketError {
  readonly code = 'OVERFLOW'

  constructor(
    /** Events that may wait. */
    readonly capacity: number,
  ) {
    super(
      `an event came while ${capacity} were waiting, as many as may: make the consumer faster, raise capacity, or choose what to drop with overflow`,
    )
  }
}
