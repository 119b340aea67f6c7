/** Bars of a number of trades. */
import type { OperatorFunction } from 'rxjs'
import type { Gap } from '../model/gap.js'
import { checkInteger } from '../validation/check.js'
import type { AnyTrade, Bar, BarTrade } from './internal/bars/bar.js'
import { barsBy } from './internal/bars/bars-by.js'
import { type AnyBarOptions, type BarOptions, checkBarOptions } from './internal/bars/bar-options.js'

/**
 * Makes bars of `count` trades each, separately for each symbol.
 *
 * A bar of time holds little information in a quiet hour and much in a wild one, a bar of trades as
 * much in either (López de Prado, Advances in Financial Machine Learning, chapter 2). Emits a bar
 * when it is full and, at completion, the open bars with `isClosed: false`: no trade is lost, and
 * `onlyClosed()` drops them.
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
 * Throws `INVALID_OPTION` for a count below 1 and for unknown options.
 *
 * Gotcha: an aggregate trade counts as many trades as it contains and is never split, so bars made
 * of `aggTrade$` may hold more.
 *
 * ![Marble diagram](../../docs/diagrams/tick-bars.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { tickBars } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(tickBars(10))
 *   .subscribe(bar => console.log(bar.openPrice, bar.closePrice, bar.volume))
 * ```
 *
 * @param count trades in a bar
 * @param options selectors for prices and quantities that are not numbers, and a callback for late
 *   trades
 * @return A function that returns an Observable of the bars.
 */
export function tickBars<T extends AnyTrade>(
  count: number,
  options: AnyBarOptions<T>,
): OperatorFunction<T | Gap, Bar>
/** Makes bars of `count` trades each, from trades with numbers. */
export function tickBars<T extends BarTrade>(
  count: number,
  options?: BarOptions<T>,
): OperatorFunction<T | Gap, Bar>
export function tickBars<T extends AnyTrade>(
  count: number,
  options: BarOptions<T> = {},
): OperatorFunction<T | Gap, Bar> {
  checkInteger('count', count, 1)
  checkBarOptions('tickBars', options)
  return barsBy(bar => bar.tradeCount >= count, options)
}
