/** A strategy in its own file, shared by its tests and its program. */
import type { Market } from 'rxmarket'
import { combine, last, max, movingWindow } from 'rxmarket/operators'
import { filter, map, type Observable, pairwise } from 'rxjs'

export interface Breakout {
  readonly price: number
  /** The price before it. */
  readonly from: number
}

/** Emits a trade that raises the price to the high of the last `span` milliseconds. */
export function breakout$(market: Market, symbol: string, span: number): Observable<Breakout> {
  return market.trade$(symbol).pipe(
    movingWindow({ span }, combine({ high: max(trade => trade.price), price: last(trade => trade.price) })),
    pairwise(),
    filter(([before, { high, price }]) => price === high && price > before.price),
    map(([before, { price }]) => ({ price, from: before.price })),
  )
}
