/** Enters at the break of a price channel and exits at a trailing stop. */
import { concat, exhaustMap, filter, first, map, type Observable, of, pairwise } from 'rxjs'
import { Freq, type Kline, type Market, type Symbols } from 'rxmarket'
import { combine, count, last, max, movingWindow, onlyClosed, perSymbol } from 'rxmarket/operators'
import { checkCount, checkPercent } from './check.js'
import type { Signal } from './signal.js'

export interface KlineBreakoutOptions {
  readonly symbols: Symbols
  /** @default Freq.m1 */
  readonly freq?: Freq
  /** The number of closed klines to exceed. @default 20 */
  readonly klines?: number
  /** Percent below the highest price since. @default 1 */
  readonly stop?: number
}

export interface Breakout extends Signal<'breakout'> {
  readonly action: 'enter' | 'exit'
  readonly price: number
  /** The price that was crossed: the channel's top, or the stop. */
  readonly level: number
}

/**
 * Emits `enter` when a kline closes above the highest price of the klines before it. Emits `exit`
 * when the price then falls to the stop, `stop` percent below the highest closing price since; the
 * stop never goes down. Does not enter twice before an exit.
 *
 * The channel is Donchian's, of twenty klines in the Turtles' rules (Faith, Way of the Turtle,
 * 2007).
 *
 * Subscribes to: `kline`. Enters on closed klines only; a stop does not wait for the close.
 * Gotchas: emits nothing before `klines` and one more have closed. A price that jumps over the stop
 * is emitted unchanged, below `level`.
 */
export function klineBreakout$(
  market: Market,
  { symbols, freq = Freq.m1, klines = 20, stop = 1 }: KlineBreakoutOptions,
): Observable<Breakout> {
  checkCount('klines', klines)
  checkPercent('stop', stop)

  const enter$ = (kline$: Observable<Kline>) =>
    kline$.pipe(
      onlyClosed(),
      movingWindow(
        { count: klines },
        combine({ kline: last(), seen: count(), top: max(kline => kline.highPrice) }),
      ),
      pairwise(),
      filter(([before, { kline }]) => before.seen === klines && kline.closePrice > before.top),
      map(([{ top: level }, { kline }]) => signal('enter', kline, level)),
    )

  const exit$ = (kline$: Observable<Kline>, entry: Breakout) =>
    kline$.pipe(
      movingWindow({ count: Infinity }, combine({ kline: last(), top: max(kline => kline.closePrice) })),
      map(({ kline, top }) => signal('exit', kline, Math.max(entry.price, top) * (1 - stop / 100))),
      first(({ price, level }) => price <= level, undefined),
      filter(exit => exit !== undefined),
    )

  return market.kline$(symbols, freq).pipe(
    perSymbol(kline$ => enter$(kline$).pipe(exhaustMap(entry => concat(of(entry), exit$(kline$, entry)))), {
      idle: Infinity,
    }),
  )
}

function signal(
  action: Breakout['action'],
  { symbol, eventTime: time, closePrice: price }: Kline,
  level: number,
): Breakout {
  return { type: 'breakout', symbol, time, action, price, level }
}
