/** Says when the traded price has moved by so much since it last said so. */
import { map, type Observable, pairwise } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'
import { changedBy, perSymbol } from 'rxmarket/operators'
import type { Signal } from './signal.js'

export interface PriceJumpOptions {
  readonly symbols: Symbols
  /** Percent. @default 0.5 */
  readonly percent?: number
}

export interface PriceJump extends Signal<'price-jump'> {
  readonly to: number
  readonly from: number
}

/**
 * Emits at each jump; the price of the last jump (of the first trade, before any) is what the next is measured from.
 *
 * However slowly the price gets there: a drift is told too. Unlike {@link priceMoveAlert$} it needs no day of history.
 *
 * Asks for: `trade`.
 * Gotcha: after a reconnect it measures from the price before, so the first trade may be a jump that took minutes.
 */
export function priceJump$(
  market: Market,
  { symbols, percent = 0.5 }: PriceJumpOptions,
): Observable<PriceJump> {
  return market.trade$(symbols).pipe(
    changedBy({ percent }),
    perSymbol(pairwise(), { idle: Infinity }),
    map(([{ price: from }, { symbol, tradeTime: time, price: to }]) => ({
      type: 'price-jump',
      symbol,
      time,
      to,
      from,
    })),
  )
}
