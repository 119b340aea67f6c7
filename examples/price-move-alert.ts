/** Emits when a symbol has moved by more than `percent` in 24 hours, once each time. */
import { distinctUntilChanged, filter, map, type Observable } from 'rxjs'
import type { Market } from 'rxmarket'

export function priceMoveAlert$(market: Market, symbol: string, percent: number): Observable<string> {
  return market.ticker$(symbol).pipe(
    map(ticker => Math.abs(ticker.priceChangePercent) > percent),
    distinctUntilChanged(),
    filter(hasMoved => hasMoved),
    map(() => `${symbol} moved by more than ${percent} %`),
  )
}
