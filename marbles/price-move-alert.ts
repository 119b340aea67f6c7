/** The seed's monitor as a strategy: says when a symbol's 24-hour change passes a threshold, once each time. */
import { distinctUntilChanged, filter, groupBy, map, mergeMap, type Observable } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'

export interface PriceMoveOptions {
  readonly symbols: Symbols
  /** Percent. @default 3 */
  readonly above?: number
}

export interface PriceMove {
  readonly symbol: string
  readonly direction: 'up' | 'down'
  readonly percent: number
}

/** Emits when the change goes beyond the threshold, and again only after it has been within. */
export function priceMoveAlert$(
  market: Market,
  { symbols, above = 3 }: PriceMoveOptions,
): Observable<PriceMove> {
  return market.ticker$(symbols).pipe(
    groupBy(ticker => ticker.symbol),
    mergeMap(tickers$ =>
      tickers$.pipe(
        map(({ symbol, priceChangePercent: percent }) => ({
          symbol,
          percent,
          direction:
            Math.abs(percent) <= above ? undefined : percent > 0 ? ('up' as const) : ('down' as const),
        })),
        distinctUntilChanged((before, now) => before.direction === now.direction),
        filter((move): move is PriceMove => move.direction !== undefined),
      ),
    ),
  )
}
