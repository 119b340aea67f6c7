/** The error of an invalid option. */
import { MarketError } from './market-error.js'

/**
 * An option of a market, an operator, `simulate` or an exchange is invalid. Thrown synchronously,
 * before anything starts. Its `code` is `INVALID_OPTION`.
 */
export class InvalidOptionError extends MarketError {
  readonly code = 'INVALID_OPTION'

  constructor(
    /** The option's name, such as `reconnect.maxAttempts`. */
    readonly option: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`option ${option} ${problem}`, options)
  }
}
