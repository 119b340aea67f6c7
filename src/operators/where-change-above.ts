/** Keeps the events whose price has moved far. */
import { filter, type MonoTypeOperatorFunction } from 'rxjs'

/**
 * Emits only events whose change is larger than `percent`, up or down.
 *
 * Completes and errors with its source.
 *
 * ![Marble diagram](../../docs/diagrams/where-change-above.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { whereChangeAbove } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(whereChangeAbove(5))
 *   .subscribe(t => console.log(`${t.symbol} ${t.priceChangePercent} %`))
 * ```
 *
 * @param percent the change that is too small to be told, in percent: 5 means 5 %
 * @return A function that returns an Observable of the events beyond it.
 */
export function whereChangeAbove<T extends { readonly priceChangePercent: number }>(
  percent: number,
): MonoTypeOperatorFunction<T> {
  return filter(({ priceChangePercent }) => Math.abs(priceChangePercent) > percent)
}
