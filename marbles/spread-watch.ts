/** Emits when a market has become expensive to trade: its spread is far wider than usual. */
import { distinctUntilKeyChanged, map, type Observable, skipWhile } from 'rxjs'
import type { BookTicker, Market, Symbols } from 'rxmarket'
import { combine, last, mean, movingWindow, perSymbol } from 'rxmarket/operators'
import { checkAbove0 } from './check.js'
import type { Signal } from './signal.js'

export interface SpreadWatchOptions {
  readonly symbols: Symbols
  /** Multiple of the usual spread that counts as wide. @default 3 */
  readonly times?: number
  /**
   * Basis points below which no spread counts as wide, since it may be a tick or two. @default 1
   */
  readonly above?: number
  /** Milliseconds of the mean that is the usual spread. @default 60_000 */
  readonly span?: number
}

export interface SpreadChange extends Signal<'spread'> {
  readonly state: 'wide' | 'normal'
  /** Basis points of the middle: 1 is 0.01 %. */
  readonly spread: number
  /** The mean of the last `span`, in basis points. */
  readonly usual: number
}

/**
 * Emits `wide` when the spread exceeds a multiple of its mean (and `above`), and `normal` when it
 * no longer does.
 *
 * Subscribes to: `bookTicker`. Uses the time of arrival, since the exchange does not date best
 * prices. Gotchas: the mean is over quotes, not time, so a busy moment weighs more. A spread that
 * stays wide becomes the usual one.
 */
export function spreadWatch$(
  market: Market,
  { symbols, times = 3, above = 1, span = 60_000 }: SpreadWatchOptions,
): Observable<SpreadChange> {
  checkAbove0('times', times)
  checkAbove0('above', above)
  return market.bookTicker$(symbols).pipe(
    movingWindow(
      { span, time: quote => quote.receivedAt, by: quote => quote.symbol },
      combine({ quote: last(), usual: mean(spreadOf) }),
    ),
    map(({ value: { quote, usual } }) => {
      const { symbol, receivedAt: time } = quote
      const spread = spreadOf(quote)
      const state = spread > Math.max(times * usual, above) ? ('wide' as const) : ('normal' as const)
      return { type: 'spread' as const, symbol, time, state, spread, usual }
    }),
    perSymbol(
      change$ =>
        change$.pipe(
          distinctUntilKeyChanged('state'),
          skipWhile(({ state }) => state === 'normal'),
        ),
      { idle: Infinity },
    ),
  )
}

/** In basis points of the middle. */
function spreadOf({ bidPrice, askPrice }: BookTicker): number {
  return ((askPrice - bidPrice) / (askPrice + bidPrice)) * 20_000
}
