/** Feeds events to a streaming indicator of somebody else's making. */
import { defer, filter, map, type OperatorFunction } from 'rxjs'

/**
 * What an indicator has to be. Those of the npm package `trading-signals` are (SMA, EMA, RSI, MACD, Bollinger bands …), and one
 * written by hand easily is.
 *
 * `I` is what it is fed, `R` what it makes of it.
 */
export interface Indicator<I, R> {
  /** Takes the next input, or another in place of the last when `replace` is `true`. */
  update(input: I, replace: boolean): unknown
  /** What it says now; `null` or `undefined` while it has not been fed enough. */
  getResult(): R | null | undefined
  /** Whether it has been fed enough. Not asked for where there is none. */
  readonly isStable?: boolean
}

/**
 * Emits what an indicator says after each event, once it has been fed enough to say anything.
 *
 * Takes a function that makes the indicator, not the indicator: it remembers what it was fed, so each subscription needs its own.
 * One that was shared would be fed every event twice by two subscribers, and by a retry the past of the time before.
 *
 * With `replaces` a running value is corrected in place of being counted anew: the updates of one kline are one input.
 *
 * Completes and errors with its source, and with what the indicator throws.
 *
 * Gotchas: an indicator knows no symbols; give each its own with {@link perSymbol}. Running klines without `replaces` count each
 * update as an interval of its own: take `onlyClosed()` before, or say what replaces what.
 *
 * ![Marble diagram](../../docs/diagrams/indicate.svg)
 *
 * ## Example
 * ```ts
 * import { binance, Freq } from 'rxmarket'
 * import { indicate, onlyClosed } from 'rxmarket/operators'
 * import { EMA, RSI } from 'trading-signals'
 *
 * const kline$ = binance().kline$('BTCUSDT', Freq.s1)
 * const rsi$ = kline$.pipe(
 *   onlyClosed(),
 *   indicate(() => new RSI(9), kline => kline.closePrice),
 * )
 * const running$ = kline$.pipe(
 *   indicate(
 *     () => new EMA(9),
 *     kline => kline.closePrice,
 *     (kline, last) => kline.openTime === last.openTime,
 *   ),
 * )
 * rsi$.subscribe(rsi => console.log(`RSI ${rsi.toFixed(1)}`))
 * running$.subscribe(ema => console.log(`EMA ${ema.toFixed(2)}`))
 * ```
 *
 * @see {@link perSymbol}
 * @param create makes an indicator, for one subscription
 * @param project what of an event the indicator is fed
 * @param replaces whether an event takes the place of the last one; by default none does
 * @return A function that returns an Observable of what the indicator says.
 */
export function indicate<T, I, R>(
  create: () => Indicator<I, R>,
  project: (event: T) => I,
  replaces: (event: T, last: T) => boolean = () => false,
): OperatorFunction<T, NonNullable<R>> {
  return source =>
    defer(() => {
      const indicator = create()
      let last: { readonly event: T } | undefined
      return source.pipe(
        map(event => {
          const isReplacing = last !== undefined && replaces(event, last.event)
          last = { event }
          indicator.update(project(event), isReplacing)
          return indicator.isStable === false ? undefined : indicator.getResult()
        }),
        filter(result => result !== null && result !== undefined),
      )
    })
}
