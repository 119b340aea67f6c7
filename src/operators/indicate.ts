/** Feeds events to a streaming indicator of another library. */
import { defer, filter, map, type OperatorFunction } from 'rxjs'
import { checkFunction } from '../validation/check.js'
import { checkOptionalSelector, checkSelector } from './internal/check-arguments.js'

/**
 * A streaming indicator: one of the npm package `trading-signals` (SMA, EMA, RSI, MACD, Bollinger
 * bands …), or your own.
 *
 * `I` is its input, `R` its result.
 */
export interface Indicator<I, R> {
  /** Takes the next input, or another in place of the last when `replace` is `true`. */
  update(input: I, replace: boolean): unknown
  /** The result now; `null` or `undefined` before there are enough inputs. */
  getResult(): R | null | undefined
  /** Whether it has enough inputs. `true` by default. */
  readonly isStable?: boolean
}

/**
 * Emits the result of an indicator after each event, once there are enough inputs for one.
 *
 * Takes a function that creates the indicator, not the indicator: it remembers its inputs, so each
 * subscription needs its own. A shared one would be fed each event twice by two subscribers, and
 * after a retry the same events again.
 *
 * With `replaces` an event corrects the last input in place of adding one: the updates of one kline
 * are one input.
 *
 * Completes and errors with its source, and with exceptions of the indicator. Throws
 * `INVALID_OPTION` for arguments that are not functions.
 *
 * Gotchas: an indicator does not distinguish symbols; give each its own with {@link perSymbol}.
 * Without `replaces` each update of an open kline is another input: filter with `onlyClosed()`
 * first, or set `replaces`.
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
 * @param create creates an indicator, for one subscription
 * @param project the input that an event is
 * @param replaces whether an event replaces the last one; by default none does
 * @return A function that returns an Observable of the indicator's results.
 */
export function indicate<T, I, R>(
  create: () => Indicator<I, R>,
  project: (event: T) => I,
  replaces: (event: T, last: T) => boolean = () => false,
): OperatorFunction<T, NonNullable<R>> {
  checkFunction('create', create, 'a function that creates an indicator, such as () => new EMA(9)')
  checkSelector('indicate', 'project', project, 'an input', 'closePrice')
  checkOptionalSelector('indicate', 'replaces', replaces, 'whether it replaces the last one', 'isUpdate')
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
