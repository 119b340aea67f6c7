/** Keeps the events of busy markets. */
import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import { checkOptionalSelector, checkThreshold } from './internal/check-arguments.js'

/**
 * Emits only events with a volume larger than `volume`.
 *
 * Completes and errors with its source. Throws `INVALID_OPTION` for a volume that is no number.
 * Gotcha: `volume` counts the base asset, so 1,000,000 is little for DOGEUSDT and out of reach for
 * BTCUSDT.
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
 * @param volume the largest volume that is not emitted, in the base asset
 * @param read the volume of an event; its `volume` by default
 * @return A function that returns an Observable of the events beyond it.
 */
export function whereVolumeAbove<T extends { readonly volume: number }>(
  volume: number,
): MonoTypeOperatorFunction<T>
/** Emits events for which `read` returns a volume larger than `volume`. */
export function whereVolumeAbove<T>(volume: number, read: (event: T) => number): MonoTypeOperatorFunction<T>
export function whereVolumeAbove<T>(
  volume: number,
  read: (event: T) => number = event => (event as { readonly volume: number }).volume,
): MonoTypeOperatorFunction<T> {
  checkThreshold('volume', volume)
  checkOptionalSelector('whereVolumeAbove', 'read', read, 'a number', 'volume')
  return filter(event => read(event) > volume)
}
