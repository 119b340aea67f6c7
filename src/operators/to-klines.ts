/** Klines, made of trades. */
import { concat, defer, filter, from, map, type OperatorFunction } from 'rxjs'
import type { Kline } from '../model/event.js'
import type { Freq } from '../model/freq.js'
import { addTrade, type BarTrade, openBar, type RunningBar } from './internal/bar.js'
import { type TimeRange, intervalAt } from '../model/time-range.js'

/** What klines are made of: a trade, an aggregate trade or a block trade. */
export type KlineTrade = BarTrade & { readonly eventTime: number; readonly receivedAt: number }

/** Who is told of trades that come too late. */
export interface ToKlinesOptions<T> {
  /** Told of each trade that came after its interval was closed. It is in no kline. */
  readonly onLate?: (trade: T) => void
}

/**
 * Makes klines of trades, for each symbol apart: an interval that the exchange has no kline for in a recording, or in a test.
 *
 * Intervals are the exchange's: aligned to UTC, weeks begin on Mondays, months on their first. A trade belongs to the interval
 * of its `tradeTime`, whenever it arrives; no clock is asked, so a recording at any speed gives the same klines. Emits a kline,
 * closed, when the first trade of a later interval arrives, and at completion those still running, with `isClosed: false`.
 * `eventTime` and `receivedAt` are those of the trade that closed it, or of its last.
 *
 * Holds a kline for each symbol. Completes and errors with its source.
 *
 * Gotchas: an interval without a trade has no kline (the exchange sends a flat one), and the kline of a quiet symbol is closed as
 * late as its next trade. The first kline begins with the first trade heard, most often in the midst of its interval. Times have
 * to be in milliseconds, as they are unless the market's `timeUnit` says otherwise.
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
 * @param freq the interval
 * @param options who is told of what came late
 * @return A function that returns an Observable of the klines.
 */
export function toKlines<T extends KlineTrade>(
  freq: Freq,
  { onLate }: ToKlinesOptions<T> = {},
): OperatorFunction<T, Kline> {
  const close = ({ bar, interval }: Running<T>, { eventTime, receivedAt }: T, isClosed: boolean): Kline => ({
    type: 'kline',
    eventTime,
    receivedAt,
    freq,
    timeZone: '+00:00',
    ...bar,
    openTime: interval.start,
    closeTime: interval.end - 1,
    isClosed,
  })

  return source =>
    defer(() => {
      const running = new Map<string, Running<T>>()
      const closed$ = source.pipe(
        map((trade): Kline | undefined => {
          const now = running.get(trade.symbol)
          if (now !== undefined && trade.tradeTime < now.interval.end) {
            if (trade.tradeTime < now.interval.start) onLate?.(trade)
            else {
              addTrade(now.bar, trade)
              now.last = trade
            }
            return undefined
          }
          const interval = intervalAt(freq, trade.tradeTime)
          running.set(trade.symbol, { bar: openBar(trade), interval, last: trade })
          return now && close(now, trade, true)
        }),
        filter(kline => kline !== undefined),
      )
      return concat(
        closed$,
        defer(() => from(running.values()).pipe(map(now => close(now, now.last, false)))),
      )
    })
}

interface Running<T> {
  readonly bar: RunningBar
  readonly interval: TimeRange
  last: T
}
