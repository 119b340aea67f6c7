/** Keeps the klines that are closed. */
import { filter, type MonoTypeOperatorFunction } from 'rxjs'

/**
 * Emits only klines that are closed: one for each interval, in place of an update every two
 * seconds.
 *
 * Completes and errors with its source. Gotcha: an interval is missing if its last update was lost
 * during a reconnect.
 *
 * ![Marble diagram](../../docs/diagrams/only-closed.svg)
 *
 * ## Example
 * ```ts
 * import { binance, Freq } from 'rxmarket'
 * import { onlyClosed } from 'rxmarket/operators'
 *
 * binance()
 *   .kline$('BTCUSDT', Freq.m1)
 *   .pipe(onlyClosed())
 *   .subscribe(k => console.log(k.openPrice, k.closePrice))
 * ```
 *
 * @return A function that returns an Observable of the closed klines.
 */
export function onlyClosed<T extends { readonly isClosed: boolean }>(): MonoTypeOperatorFunction<T> {
  return filter(({ isClosed }) => isClosed)
}
