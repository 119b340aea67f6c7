/** Keeps the events of busy markets. */
import { filter, type MonoTypeOperatorFunction } from 'rxjs'

/**
 * Emits only events whose volume is larger than `volume`.
 *
 * Completes and errors with its source. Gotcha: `volume` counts the base asset, so 1,000,000 is little for DOGEUSDT and
 * out of reach for BTCUSDT.
 *
 * ![Marble diagram](../../docs/diagrams/where-volume-above.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { whereVolumeAbove } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$(['ADAUSDT', 'DOGEUSDT'])
 *   .pipe(whereVolumeAbove(1_000_000))
 *   .subscribe(t => console.log(`${t.symbol} ${t.volume}`))
 * ```
 *
 * @param volume the volume that is too small to be told, in the base asset
 * @return A function that returns an Observable of the events beyond it.
 */
export function whereVolumeAbove<T extends { readonly volume: number }>(
  volume: number,
): MonoTypeOperatorFunction<T> {
  return filter(event => event.volume > volume)
}
