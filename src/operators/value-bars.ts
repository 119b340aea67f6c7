/** Bars of so much money. */
import type { OperatorFunction } from 'rxjs'
import type { Bar, BarTrade } from './internal/bar.js'
import { barsBy } from './internal/bars-by.js'
import { checkPositive } from './internal/check-option.js'

/**
 * Makes bars in which at least `value` of the quote asset changes hands, for each symbol apart.
 *
 * Also called dollar bars: price times quantity is summed, so one `value` fits symbols of any price. The trade that fills a bar
 * closes it and is not split. Emits a bar when it is full and, at completion, those that are not, with `isClosed: false`: no
 * trade is lost, and `onlyClosed()` drops them.
 *
 * Holds a bar for each symbol. Completes and errors with its source. Throws `INVALID_OPTION` for a value that is not above 0.
 *
 * ![Marble diagram](../../docs/diagrams/value-bars.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { valueBars } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(valueBars(50_000))
 *   .subscribe(bar => console.log(bar.symbol, bar.closeTime - bar.openTime))
 * ```
 *
 * @see {@link volumeBars}
 * @param value value of a bar, in the quote asset
 * @return A function that returns an Observable of the bars.
 */
export function valueBars<T extends BarTrade>(value: number): OperatorFunction<T, Bar> {
  checkPositive('value', value)
  return barsBy(value, bar => bar.quoteVolume)
}
