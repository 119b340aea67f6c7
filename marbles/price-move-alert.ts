/** Emits when a symbol's 24-hour change passes a threshold, once each time. */
import { distinctUntilKeyChanged, filter, map, type Observable } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'
import { perSymbol } from 'rxmarket/operators'
import { checkAbove0 } from './check.js'
import type { Signal } from './signal.js'

export interface PriceMoveOptions {
  readonly symbols: Symbols
  /** Percent, up or down. @default 3 */
  readonly above?: number
}

export interface PriceMove extends Signal<'price-move'> {
  readonly direction: 'up' | 'down'
  /** The change of the last 24 hours, in percent. */
  readonly percent: number
}

/**
 * Emits when a symbol's change of 24 hours goes beyond the threshold, and again only after it has
 * been within.
 *
 * Subscribes to: `ticker`, once a second.
 * Gotcha: a change that stays around the threshold crosses it often, and emits each time.
 */
export function priceMoveAlert$(
  market: Market,
  { symbols, above = 3 }: PriceMoveOptions,
): Observable<PriceMove> {
  checkAbove0('above', above)
  return market.ticker$(symbols).pipe(
    map(({ symbol, eventTime: time, priceChangePercent: percent }) => ({
      type: 'price-move' as const,
      symbol,
      time,
      direction: Math.abs(percent) <= above ? undefined : percent > 0 ? ('up' as const) : ('down' as const),
      percent,
    })),
    perSymbol(distinctUntilKeyChanged('direction'), { idle: Infinity }),
    filter((move): move is PriceMove => move.direction !== undefined),
  )
}
