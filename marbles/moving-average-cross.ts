/** Emits when a fast average of closing prices crosses a slow one. */
import { distinctUntilKeyChanged, filter, map, type Observable, skip } from 'rxjs'
import { Freq, InvalidOptionError, type Kline, type Market, type Symbols } from 'rxmarket'
import { combine, count, ema, last, movingWindow, onlyClosed, perSymbol } from 'rxmarket/operators'
import { checkCount } from './check.js'
import type { Signal } from './signal.js'

export interface MovingAverageCrossOptions {
  readonly symbols: Symbols
  /** @default Freq.m1 */
  readonly freq?: Freq
  /** Klines, as in pandas' `span`. @default 12 */
  readonly fast?: number
  /** Klines; more than `fast`. @default 26 */
  readonly slow?: number
}

export interface MovingAverageCross extends Signal<'ma-cross'> {
  /**
   * The direction of the fast average: `up` is known as a golden cross, `down` as a death cross.
   */
  readonly direction: 'up' | 'down'
  readonly fast: number
  readonly slow: number
  readonly price: number
}

/** The averages of a constant price differ by rounding, up to this much. */
const ROUNDING = 1e-12

/**
 * Emits when the fast exponential average of closing prices crosses the slow one. Touching is not
 * crossing.
 *
 * Subscribes to: `kline`, and uses closed ones only: a cross within a running kline may be undone
 * by its close. Gotcha: emits nothing before `slow` klines have closed, half an hour by default.
 * Appel's MACD uses 12 and 26.
 */
export function movingAverageCross$(
  market: Market,
  { symbols, freq = Freq.m1, fast = 12, slow = 26 }: MovingAverageCrossOptions,
): Observable<MovingAverageCross> {
  checkCount('fast', fast)
  checkCount('slow', slow)
  if (fast >= slow) throw new InvalidOptionError('fast', `should be less than slow, got ${fast} and ${slow}`)
  const average = (span: number) => ema((kline: Kline) => kline.closePrice, { span })

  return market.kline$(symbols, freq).pipe(
    onlyClosed(),
    perSymbol(
      kline$ =>
        kline$.pipe(
          movingWindow(
            { count: Infinity },
            combine({ kline: last(), seen: count(), fast: average(fast), slow: average(slow) }),
          ),
          filter(now => now.seen >= slow && Math.abs(now.fast - now.slow) > now.slow * ROUNDING),
          map(({ kline: { symbol, eventTime: time, closePrice: price }, fast, slow }) => ({
            type: 'ma-cross' as const,
            symbol,
            time,
            direction: fast > slow ? ('up' as const) : ('down' as const),
            fast,
            slow,
            price,
          })),
          distinctUntilKeyChanged('direction'),
          skip(1),
        ),
      { idle: Infinity },
    ),
  )
}
