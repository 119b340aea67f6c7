/** Emits events with a large price change. */
import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import { checkOptionalSelector, checkThreshold } from './internal/check-arguments.js'

/**
 * Emits only events with a change larger than `percent`, up or down.
 *
 * Completes and errors with its source. Throws `INVALID_OPTION` for a percentage that is no number.
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
 * @param percent the largest change that is not emitted, in percent: 5 means 5 %
 * @param read the change of an event in percent; its `priceChangePercent` by default
 * @return A function that returns an Observable of the events beyond it.
 */
export function whereChangeAbove<T extends { readonly priceChangePercent: number }>(
  percent: number,
): MonoTypeOperatorFunction<T>
/** Emits events for which `read` returns a change larger than `percent`, up or down. */
export function whereChangeAbove<T>(percent: number, read: (event: T) => number): MonoTypeOperatorFunction<T>
export function whereChangeAbove<T>(
  percent: number,
  read: (event: T) => number = event => (event as { readonly priceChangePercent: number }).priceChangePercent,
): MonoTypeOperatorFunction<T> {
  checkThreshold('percent', percent)
  checkOptionalSelector('whereChangeAbove', 'read', read, 'a number', 'priceChangePercent')
  return filter(event => Math.abs(read(event)) > percent)
}
