/** The distance between the best bid and the best ask. */
import { defer, filter, map, type OperatorFunction } from 'rxjs'
import { checkOneOf } from '../validation/check.js'
import { DecimalMath } from './internal/arithmetic/decimal-math.js'
import { checkOperatorOptions } from './internal/check-arguments.js'
import {
  type AnyQuote,
  type AnyQuoteOptions,
  checkQuoteOptions,
  measureQuote,
  type Quote,
  type QuoteMeasure,
  type QuoteOptions,
} from './internal/quote.js'

/** The unit of the spread, and how quotes are read. */
export interface SpreadOptions<T = never> extends QuoteOptions<T> {
  /**
   * `'price'`: in the quote asset. `'basisPoints'`: in 1/100 of a percent of the mid price.
   * @default 'price'
   */
  readonly unit?: 'price' | 'basisPoints' | undefined
}

/**
 * Emits for each quote the distance from its best bid to its best ask, with its symbol as the key.
 *
 * Takes `bookTicker$`, `ticker$`, `depth$` and `book$`. The difference is computed in decimals: a
 * spread of one tick of 0.01 is 0.01. A quote with an empty or unknown side has no spread and emits
 * nothing. Completes and errors with its source. Throws `INVALID_OPTION` for an unknown unit or
 * option.
 *
 * Gotcha: spreads of symbols at different prices compare in basis points only.
 *
 * ![Marble diagram](../../docs/diagrams/spread.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { spread } from 'rxmarket/operators'
 *
 * binance()
 *   .bookTicker$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(spread({ unit: 'basisPoints' }))
 *   .subscribe(({ key, value }) => console.log(`${key} ${value.toFixed(2)} bp`))
 * ```
 *
 * @param options the unit, and selectors for events with prices that are not numbers
 * @return A function that returns an Observable of the spreads.
 */
export function spread<T extends AnyQuote>(
  options: SpreadOptions<T> & AnyQuoteOptions<T>,
): OperatorFunction<T, QuoteMeasure>
/** Emits the difference of best ask and best bid, from quotes with numbers. */
export function spread<T extends Quote>(options?: SpreadOptions<T>): OperatorFunction<T, QuoteMeasure>
export function spread<T extends AnyQuote>(
  options: SpreadOptions<T> = {},
): OperatorFunction<T, QuoteMeasure> {
  checkOperatorOptions('spread', options, ['unit', 'bid', 'ask'])
  const { unit = 'price' } = options
  checkOneOf('unit', unit, ['price', 'basisPoints'])
  checkQuoteOptions('spread', options)
  return source =>
    defer(() => {
      const decimal = new DecimalMath()
      const measure = measureQuote(
        options,
        unit === 'price'
          ? (bid, ask) => decimal.difference(ask, bid)
          : (bid, ask) => decimal.relativeDifference(ask, bid, 10_000),
      )
      return source.pipe(
        map(measure),
        filter(value => value !== undefined),
      )
    })
}
