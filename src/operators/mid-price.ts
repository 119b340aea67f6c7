/** The price in the middle of the book. */
import { defer, filter, map, type OperatorFunction } from 'rxjs'
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

/**
 * Emits for each quote the middle between its best bid and its best ask, with its symbol as the
 * key.
 *
 * Takes `bookTicker$`, `ticker$`, `depth$` and `book$`. Steadier than the last trade's price, which
 * jumps from bid to ask and back as takers sell and buy. The middle is computed in decimals:
 * between 0.1 and 0.2 it is 0.15. A quote with an empty or unknown side has no middle and emits
 * nothing. Completes and errors with its source. Throws `INVALID_OPTION` for an unknown option.
 *
 * ![Marble diagram](../../docs/diagrams/mid-price.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { midPrice } from 'rxmarket/operators'
 *
 * binance()
 *   .depth$('BTCUSDT', { levels: 5, speed: 100 })
 *   .pipe(midPrice())
 *   .subscribe(({ key, value }) => console.log(key, value))
 * ```
 *
 * @param options selectors for events with prices that are not numbers
 * @return A function that returns an Observable of the mid prices.
 */
export function midPrice<T extends AnyQuote>(options: AnyQuoteOptions<T>): OperatorFunction<T, QuoteMeasure>
/** Emits the middle of best bid and best ask, from quotes with numbers. */
export function midPrice<T extends Quote>(options?: QuoteOptions<T>): OperatorFunction<T, QuoteMeasure>
export function midPrice<T extends AnyQuote>(
  options: QuoteOptions<T> = {},
): OperatorFunction<T, QuoteMeasure> {
  checkOperatorOptions('midPrice', options, ['bid', 'ask'])
  checkQuoteOptions('midPrice', options)
  return source =>
    defer(() => {
      const decimal = new DecimalMath()
      return source.pipe(
        map(measureQuote(options, (bid, ask) => decimal.middle(bid, ask))),
        filter(value => value !== undefined),
      )
    })
}
