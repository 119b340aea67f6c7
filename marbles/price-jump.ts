/** Emits when the traded price has moved by a percentage since the previous signal. */
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
 * Emits at each jump. The next is measured from the price of the previous one, the first from the
 * first trade.
 *
 * The speed does not matter: a drift counts too. Unlike {@link priceMoveAlert$} it needs no day of
 * history.
 *
 * Subscribes to: `trade`. Gotcha: after a reconnect it measures from the price before, so the first
 * trade may be a jump that took minutes.
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
