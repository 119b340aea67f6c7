/** Klines, made of trades. */
import { concat, concatMap, defer, filter, map, type OperatorFunction } from 'rxjs'
import type { Freq } from '../model/freq.js'
import type { Gap } from '../model/gap.js'
import type { AnyTrade, BarTrade } from './internal/bars/bar.js'
import { isGapItem, symbolOf } from './internal/gaps/on-gap.js'
import { checkLateness } from './internal/check-arguments.js'
import { checkFreq } from './internal/check-freq.js'
import { OpenKlines, type TradeKline } from './internal/bars/open-klines.js'
import { type AnyBarOptions, type BarOptions, checkBarOptions } from './internal/bars/bar-options.js'

/** The source of klines: a trade, an aggregate trade or a block trade. */
export type KlineTrade = BarTrade & Times

interface Times {
  readonly eventTime: number
  readonly receivedAt: number
}

/** Selectors for trades, and the handling of late ones. */
export interface ToKlinesOptions<T> extends BarOptions<T> {
  /**
   * The maximum delay of a trade behind the symbol's latest one, in milliseconds; later trades are
   * late. Klines are closed that much later; with `Infinity` none is before the end.
   *
   * @default 0
   */
  readonly lateness?: number | undefined
}

/**
 * Makes klines of trades, separately for each symbol: of an interval for which there are no klines
 * in a recording, or in a test.
 *
 * Intervals are the exchange's: aligned to UTC, weeks begin on Mondays, months on their first day.
 * A trade belongs to the interval of its `tradeTime`. Trade time and id determine open, close and
 * ids, in whatever order trades arrive, and a repeated trade counts once. No clock is read, so a
 * recording at any speed gives the same klines. Sums are exact: volumes equal the exchange's to the
 * last digit. Emits a kline, closed, when the first trade of a later interval arrives (`lateness`
 * milliseconds later, if given). At completion it emits the open klines, with `isClosed: false`.
 * `eventTime` and `receivedAt` come from the trade that closed it, or from its last.
 *
 * A trade of a closed interval is late. It is in no kline; `onLate` receives it, and the `late` of
 * the symbol's next kline counts it, so that no trade is lost silently. A trade without a time is
 * late too, and so is one that may have been counted already (an aggregate trade with some counted
 * trades).
 *
 * A gap that a subscription with `gaps: true` reports makes klines incomplete: the open ones and
 * that of the next trade. `onGap: 'mark'` gives them `isPartial: true`, `'reset'` leaves them out.
 *
 * Holds an open kline and the ranges of trade ids for each symbol. Completes and errors with its
 * source, and with exceptions of `onLate` or a selector. Throws `INVALID_OPTION` for an unknown
 * interval or option.
 *
 * Gotchas: an interval without a trade has no kline (the exchange sends a flat one). A kline of a
 * quiet symbol closes only at its next trade. The first kline begins with the first trade received,
 * usually in the middle of its interval. Times must be in milliseconds, the default of the market's
 * `timeUnit`.
 *
 * ![Marble diagram](../../docs/diagrams/to-klines.svg)
 *
 * ## Example
 * ```ts
 * import { binance, Freq } from 'rxmarket'
 * import { toKlines } from 'rxmarket/operators'
 * import { skip } from 'rxjs'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(toKlines(Freq.s1), skip(1))
 *   .subscribe(kline => console.log(new Date(kline.openTime), kline.closePrice, kline.tradeCount))
 * ```
 *
 * With a market of exact strings, what is a number is read with selectors
 * ```ts
 * import { binance, Freq } from 'rxmarket'
 * import { toKlines } from 'rxmarket/operators'
 *
 * binance({ numeric: String })
 *   .trade$('BTCUSDT')
 *   .pipe(toKlines(Freq.s1, { price: t => Number(t.price), quantity: t => Number(t.quantity) }))
 *   .subscribe(kline => console.log(kline.closePrice, kline.volume))
 * ```
 *
 * @param freq the interval
 * @param options selectors for prices and quantities that are not numbers, and the handling of late
 *   trades
 * @return A function that returns an Observable of the klines.
 */
export function toKlines<T extends AnyTrade & Times>(
  freq: Freq,
  options: ToKlinesOptions<T> & AnyBarOptions<T>,
): OperatorFunction<T | Gap, TradeKline>
/** Makes klines of the interval `freq`, from trades with numbers. */
export function toKlines<T extends KlineTrade>(
  freq: Freq,
  options?: ToKlinesOptions<T>,
): OperatorFunction<T | Gap, TradeKline>
export function toKlines<T extends AnyTrade & Times>(
  freq: Freq,
  options: ToKlinesOptions<T> = {},
): OperatorFunction<T | Gap, TradeKline> {
  checkFreq('toKlines', freq)
  checkBarOptions('toKlines', options, ['lateness'])
  const { lateness = 0 } = options
  checkLateness(lateness)
  return source =>
    defer(() => {
      const symbols = new Map<string, OpenKlines<T>>()
      const interrupt = (gap: Gap): readonly never[] => {
        symbols.get(symbolOf(gap) ?? '')?.interrupt()
        return []
      }
      const closed$ = source.pipe(
        map(trade => {
          if (isGapItem(trade)) return interrupt(trade)
          let klines = symbols.get(trade.symbol)
          if (klines === undefined) {
            klines = new OpenKlines(freq, lateness, options)
            symbols.set(trade.symbol, klines)
          }
          return klines.add(trade)
        }),
        filter(klines => klines.length > 0),
        concatMap(klines => klines),
      )
      return concat(
        closed$,
        defer(() => [...symbols.values()].flatMap(klines => klines.closeAll())),
      )
    })
}
