/** Bars of so many trades. */
import type { OperatorFunction } from 'rxjs'
import type { Bar, BarTrade } from './internal/bar.js'
import { barsBy } from './internal/bars-by.js'
import { checkCount } from './internal/check-option.js'

/**
 * Makes bars of `count` trades each, for each symbol apart.
 *
 * A bar of time says little in a quiet hour and too much in a wild one; a bar of trades says as much in either (López de Prado,
 * Advances in Financial Machine Learning, chapter 2). Emits a bar when it is full and, at completion, those that are not, with
 * `isClosed: false`: no trade is lost, and `onlyClosed()` drops them.
 *
 * Holds a bar for each symbol. Completes and errors with its source. Throws `INVALID_OPTION` for a count below 1.
 *
 * Gotcha: an aggregate trade counts as many trades as it joins and is never split, so bars made of `aggTrade$` may hold more.
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
 * @return A function that returns an Observable of the bars.
 */
export function tickBars<T extends BarTrade>(count: number): OperatorFunction<T, Bar> {
  checkCount('count', count)
  return barsBy(count, bar => bar.tradeCount)
}
