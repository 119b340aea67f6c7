/** Bars of a traded volume. */
import type { OperatorFunction } from 'rxjs'
import type { Gap } from '../model/gap.js'
import { checkPositive } from '../validation/check.js'
import type { AnyTrade, Bar, BarTrade } from './internal/bars/bar.js'
import { barsBy } from './internal/bars/bars-by.js'
import { type AnyBarOptions, type BarOptions, checkBarOptions } from './internal/bars/bar-options.js'

/**
 * Makes bars in which at least `volume` of the base asset is traded, separately for each symbol.
 *
 * The trade that fills a bar closes it and is not split, so a bar holds `volume` and what that
 * trade exceeds it by. Emits a bar when it is full and, at completion, the open bars with
 * `isClosed: false`: no trade is lost, and `onlyClosed()` drops them.
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
 * Throws `INVALID_OPTION` for a volume that is not above 0 and for unknown options.
 *
 * Gotcha: the volume is in each symbol's base asset: 10 is little of DOGE and much of BTC. For
 * several symbols use {@link valueBars}, which measures in the quote asset.
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
 * @param options selectors for prices and quantities that are not numbers, and a callback for late
 *   trades
 * @return A function that returns an Observable of the bars.
 */
export function volumeBars<T extends AnyTrade>(
  volume: number,
  options: AnyBarOptions<T>,
): OperatorFunction<T | Gap, Bar>
/** Makes bars of `volume` in the base asset each, from trades with numbers. */
export function volumeBars<T extends BarTrade>(
  volume: number,
  options?: BarOptions<T>,
): OperatorFunction<T | Gap, Bar>
export function volumeBars<T extends AnyTrade>(
  volume: number,
  options: BarOptions<T> = {},
): OperatorFunction<T | Gap, Bar> {
  checkPositive('volume', volume)
  checkBarOptions('volumeBars', options)
  return barsBy(bar => bar.hasVolume(volume), options)
}
