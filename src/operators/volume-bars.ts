/** Bars of so much volume. */
import type { OperatorFunction } from 'rxjs'
import type { Bar, BarTrade } from './internal/bar.js'
import { barsBy } from './internal/bars-by.js'
import { checkPositive } from './internal/check-option.js'

/**
 * Makes bars in which at least `volume` of the base asset is traded, for each symbol apart.
 *
 * The trade that fills a bar closes it and is not split, so a bar holds `volume` and what that trade has beyond it. Emits a bar
 * when it is full and, at completion, those that are not, with `isClosed: false`: no trade is lost, and `onlyClosed()` drops them.
 *
 * Holds a bar for each symbol. Completes and errors with its source. Throws `INVALID_OPTION` for a volume that is not above 0.
 *
 * Gotcha: the volume is in each symbol's base asset: 10 is little of DOGE and much of BTC. For several symbols take
 * {@link valueBars}, whose unit is that of the quote asset.
 *
 * ![Marble diagram](../../docs/diagrams/volume-bars.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { volumeBars } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(volumeBars(0.5))
 *   .subscribe(bar => console.log(bar.tradeCount, bar.volume))
 * ```
 *
 * @see {@link tickBars}
 * @param volume volume of a bar, in the base asset
 * @return A function that returns an Observable of the bars.
 */
export function volumeBars<T extends BarTrade>(volume: number): OperatorFunction<T, Bar> {
  checkPositive('volume', volume)
  return barsBy(volume, bar => bar.volume)
}
