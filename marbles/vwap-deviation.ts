/** Emits when the price has deviated from the volume-weighted average. */
import { distinctUntilKeyChanged, filter, map, type Observable } from 'rxjs'
import type { Market, Symbols } from 'rxmarket'
import { combine, last, movingWindow, perSymbol, vwap } from 'rxmarket/operators'
import { checkAbove0 } from './check.js'
import type { Signal } from './signal.js'

export interface VwapDeviationOptions {
  readonly symbols: Symbols
  /** Milliseconds of the average. @default 300_000 */
  readonly span?: number
  /** Percent, above or below the average. @default 0.25 */
  readonly percent?: number
}

export interface VwapDeviation extends Signal<'vwap-deviation'> {
  readonly side: 'above' | 'below'
  /** Of the average; negative below it. */
  readonly percent: number
  readonly price: number
  readonly vwap: number
}

/**
 * Emits when a trade is further than `percent` from the volume-weighted price of the last `span`,
 * and again only after one was within.
 *
 * It measures executions: a buyer above the VWAP pays more than the market did.
 *
 * Subscribes to: `trade`.
 * Gotcha: the trade itself is in the average, so the first one after a silence is at it, and a huge
 * one moves it.
 */
export function vwapDeviation$(
  market: Market,
  { symbols, span = 300_000, percent = 0.25 }: VwapDeviationOptions,
): Observable<VwapDeviation> {
  checkAbove0('percent', percent)
  return market.trade$(symbols).pipe(
    movingWindow(
      { span, time: 'event', by: trade => trade.symbol },
      combine({ trade: last(trade => trade), vwap: vwap() }),
    ),
    map(({ value: { trade, vwap } }) => {
      const { symbol, tradeTime: time, price } = trade
      const away = (price / vwap - 1) * 100
      const side = Math.abs(away) <= percent ? undefined : away > 0 ? ('above' as const) : ('below' as const)
      return { type: 'vwap-deviation' as const, symbol, time, side, percent: away, price, vwap }
    }),
    perSymbol(distinctUntilKeyChanged('side'), { idle: Infinity }),
    filter((deviation): deviation is VwapDeviation => deviation.side !== undefined),
  )
}
