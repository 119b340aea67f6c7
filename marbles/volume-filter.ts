/** Emits the tickers of busy symbols. */
import { map, type Observable } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'
import { whereVolumeAbove } from 'rxmarket/operators'
import { checkAbove0 } from './check.js'
import type { Signal } from './signal.js'

export interface VolumeFilterOptions {
  readonly symbols: Symbols
  /** Volume of 24 hours, in the base asset. @default 1_000_000 */
  readonly above?: number
}

export interface HighVolume extends Signal<'high-volume'> {
  readonly volume: number
  readonly price: number
}

/**
 * Emits at every ticker of a symbol with a 24-hour volume above the threshold.
 *
 * Subscribes to: `ticker`, once a second.
 * Gotcha: the volume is in the base asset, so a million is little for DOGEUSDT and out of reach for
 * BTCUSDT.
 */
export function volumeFilter$(
  market: Market,
  { symbols, above = 1_000_000 }: VolumeFilterOptions,
): Observable<HighVolume> {
  checkAbove0('above', above)
  return market.ticker$(symbols).pipe(
    whereVolumeAbove(above),
    map(({ symbol, eventTime: time, volume, price }) => ({
      type: 'high-volume',
      symbol,
      time,
      volume,
      price,
    })),
  )
}
