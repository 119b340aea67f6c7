/**
 * Emits when the close of a kline crosses the mean of the closes before it, from the first kline
 * on.
 */
import { distinctUntilKeyChanged, filter, map, type Observable } from 'rxjs'
import { Freq, type Market, type Symbols } from 'rxmarket'
import { combine, count, last, mean, movingWindow, onlyClosed, perSymbol } from 'rxmarket/operators'
import { checkCount } from './check.js'
import type { Signal } from './signal.js'

export interface TrendFilterOptions {
  readonly symbols: Symbols
  /** @default Freq.m1 */
  readonly freq?: Freq
  /** Klines of the mean. @default 50 */
  readonly klines?: number
}

export interface Trend extends Signal<'trend'> {
  readonly direction: 'up' | 'down'
  readonly price: number
  readonly mean: number
}

/**
 * Emits the trend at once, and again when it changes: `up` where a kline closes above the mean of
 * the last ones, `down` below it.
 *
 * Starts warm: the mean is filled from the exchange's history, so that the first signal needs no
 * wait for `klines` klines.
 *
 * Subscribes to: `kline`, with its history. Gotcha: the first signal lies in the past; its `time`
 * is the close of the last kline before the start.
 */
export function trendFilter$(
  market: Market,
  { symbols, freq = Freq.m1, klines = 50 }: TrendFilterOptions,
): Observable<Trend> {
  checkCount('klines', klines)
  return market.kline$(symbols, freq, { history: klines }).pipe(
    onlyClosed(),
    movingWindow(
      { count: klines, by: kline => kline.symbol },
      combine({ kline: last(), seen: count(), mean: mean(kline => kline.closePrice) }),
    ),
    filter(({ value }) => value.seen === klines && value.kline.closePrice !== value.mean),
    map(({ value: { kline, mean } }) => ({
      type: 'trend' as const,
      symbol: kline.symbol,
      time: kline.eventTime,
      direction: kline.closePrice > mean ? ('up' as const) : ('down' as const),
      price: kline.closePrice,
      mean,
    })),
    perSymbol(distinctUntilKeyChanged('direction'), { idle: Infinity }),
  )
}
