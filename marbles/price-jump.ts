/** Says when the traded price has moved by so much since it last said so. */
import { distinctUntilChanged, map, type Observable, pairwise } from 'rxjs'
import type { Market } from 'rxmarket'

export interface PriceJumpOptions {
  readonly symbol: string
  /** Percent. */
  readonly percent: number
}

export interface PriceJump {
  readonly symbol: string
  readonly from: number
  readonly to: number
}

/** Emits at each jump; the price of the last jump (of the first trade, before any) is what the next is measured from. */
export function priceJump$(market: Market, { symbol, percent }: PriceJumpOptions): Observable<PriceJump> {
  return market.trade$(symbol).pipe(
    map(trade => trade.price),
    distinctUntilChanged((from, to) => Math.abs(to - from) < (from * percent) / 100),
    pairwise(),
    map(([from, to]) => ({ symbol, from, to })),
  )
}
