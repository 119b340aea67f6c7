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

/** What klines are made of: a trade, an aggregate trade or a block trade. */
export type KlineTrade = BarTrade & Times

interface Times {
  readonly eventTime: number
  readonly receivedAt: number
}

/** How trades are read, and what happens to those that come too late. */
export interface ToKlinesOptions<T> extends BarOptions<T> {
  /**
   * How far behind a symbol's latest trade another may be and still count, in milliseconds. Klines
   * are closed that much later; with `Infinity` none is before the end.
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
 * A trade belongs to the interval of its `tradeTime`, and open, close and ids are those by trade
 * time and id, in whatever order trades arrive; a trade that arrives twice counts once. No clock is
 * read, so a recording at any speed gives the same klines. Sums are exact: volumes equal the
 * exchange's to the last digit. Emits a kline, closed, when the first trade of a later interval
 * arrives (`lateness` milliseconds later, if given), and at completion those still open, with
 * `isClosed: false`. `eventTime` and `receivedAt` are those of the trade that closed it, or of its
 * last.
 *
 * A trade whose interval is closed is late: it is in no kline, is passed to `onLate`, and is
 * counted in the `late` of the symbol's next kline, so that it is never lost silently. So are a
 * trade without a time and one that may have been counted already (an aggregate trade of which some
 * trades were).
 *
 * Trades that are known to be missing, which a subscription with `gaps: true` reports, make klines
 * incomplete: those that are open and that of the next trade. `onGap: 'mark'` gives them
 * `isPartial: true`, `'reset'` leaves them out.
 *
 * Holds an open kline and the ranges of trade ids for each symbol. Completes and errors with its
 * source, and with what `onLate` or a selector throws. Throws `INVALID_OPTION` for an unknown
 * interval or option.
 *
 * Gotchas: an interval without a trade has no kline (the exchange sends a flat one), and the kline
 * of a quiet symbol is closed as late as its next trade. The first kline begins with the first
 * trade received, usually in the middle of its interval. Times have to be in milliseconds, as they
 * are unless the market's `timeUnit` is another.
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
 * @param options selectors for trades whose price and quantity are not numbers, and what is done
 *   about late trades
 * @return A function that returns an Observable of the klines.
 */
export function toKlines<T extends AnyTrade & Times>(
  freq: Freq,
  options: ToKlinesOptions<T> & AnyBarOptions<T>,
): OperatorFunction<T | Gap, TradeKline>
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
