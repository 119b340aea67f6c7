/** Emits when many trades happen within seconds. */
import { distinctUntilKeyChanged, filter, map, type Observable } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'
import { combine, count, last, movingWindow, perSymbol } from 'rxmarket/operators'
import { checkAbove0, checkCount } from './check.js'
import type { Signal } from './signal.js'

export interface TradeBurstOptions {
  readonly symbols: Symbols
  /** Trades within `span` that count as a burst. @default 100 */
  readonly trades?: number
  /** Milliseconds. @default 1_000 */
  readonly span?: number
}

export interface TradeBurst extends Signal<'burst'> {
  /** Trades within the last `span`. */
  readonly trades: number
}

/**
 * Emits when the number of trades within a span reaches a limit; again after it has been below it.
 *
 * The window is emptied where trades are missing, so that no burst is counted across a hole: a
 * signal is always of trades that arrived.
 *
 * Subscribes to: `trade`, with gaps. Gotcha: after a gap a burst is found only from the trades
 * after it. Create the market with `backfill: true` to miss none.
 */
export function tradeBurst$(
  market: Market,
  { symbols, trades = 100, span = 1_000 }: TradeBurstOptions,
): Observable<TradeBurst> {
  checkCount('trades', trades)
  checkAbove0('span', span)
  return market.trade$(symbols, { gaps: true }).pipe(
    movingWindow(
      { span, time: 'event', by: trade => trade.symbol, onGap: 'reset' },
      combine({ trade: last(), count: count() }),
    ),
    map(({ value: { trade, count } }) => ({
      type: 'burst' as const,
      symbol: trade.symbol,
      time: trade.eventTime,
      trades: count,
      isBurst: count >= trades,
    })),
    perSymbol(distinctUntilKeyChanged('isBurst'), { idle: Infinity }),
    filter(({ isBurst }) => isBurst),
    map(({ isBurst: _isBurst, ...burst }) => burst),
  )
}
