/** Bars of a traded value. */
import type { OperatorFunction } from 'rxjs'
import type { Gap } from '../model/gap.js'
import { checkPositive } from '../validation/check.js'
import type { AnyTrade, Bar, BarTrade } from './internal/bars/bar.js'
import { barsBy } from './internal/bars/bars-by.js'
import { type AnyBarOptions, type BarOptions, checkBarOptions } from './internal/bars/bar-options.js'

/**
 * Makes bars in which at least `value` of the quote asset changes hands, separately for each
 * symbol.
 *
 * Also called dollar bars: price times quantity is summed, so one `value` fits symbols of any
 * price. The trade that fills a bar closes it and is not split. Emits a bar when it is full and, at
 * completion, the open bars with `isClosed: false`: no trade is lost, and `onlyClosed()` drops
 * them.
 *
 * Trade time and id determine the first and the last trade of a bar, in whatever order trades
 * arrive, and a repeated trade counts once. A trade older than the last closed bar is late. It is
 * in no bar; `onLate` receives it, and the `late` of the symbol's next bar counts it. Sums are
 * exact, so a bar closes with the trade that fills it.
 *
 * `onGap` determines the effect of a gap that a subscription with `gaps: true` reports.
 * `onGap: 'reset'` discards the symbol's bar and begins another, and `'mark'` gives it
 * `isPartial: true`.
 *
 * Holds a bar and the ranges of trade ids for each symbol. Completes and errors with its source.
 * Throws `INVALID_OPTION` for a value that is not above 0 and for unknown options.
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
 * @param options selectors for prices and quantities that are not numbers, and a callback for late
 *   trades
 * @return A function that returns an Observable of the bars.
 */
export function valueBars<T extends AnyTrade>(
  value: number,
  options: AnyBarOptions<T>,
): OperatorFunction<T | Gap, Bar>
/** Makes bars of `value` in the quote asset each, from trades with numbers. */
export function valueBars<T extends BarTrade>(
  value: number,
  options?: BarOptions<T>,
): OperatorFunction<T | Gap, Bar>
export function valueBars<T extends AnyTrade>(
  value: number,
  options: BarOptions<T> = {},
): OperatorFunction<T | Gap, Bar> {
  checkPositive('value', value)
  checkBarOptions('valueBars', options)
  return barsBy(bar => bar.hasValue(value), options)
}
