/** The base class of every error of this library. */

/**
 * The base of every error of this library. Distinguish errors by `code`, not by `instanceof`: a
 * package can be loaded twice.
 *
 * ```ts
 * import { binance, isMarketError } from 'rxmarket'
 *
 * const market = binance()
 * market.ticker$('BTCUSDT').subscribe({
 *   error: (error: unknown) => {
 *     if (isMarketError(error, 'RECONNECT_FAILED'))
 *       console.error(`failed after ${error.attempts} attempts`)
 *   },
 * })
 * ```
 */
export abstract class MarketError extends Error {
  abstract readonly code: string

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}
