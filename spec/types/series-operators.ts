/**
 * Types of the operators that follow one series: correct uses compile, wrong ones do not. Checked
 * by `npm run typecheck`; never run.
 */
import { map, type Observable, pairwise } from 'rxjs'
import { BollingerBands, EMA, SMA } from 'trading-signals'
import type { BookTicker, Market, Trade } from '../../src/index.js'
import {
  changedBy,
  type Crossing,
  crossing,
  indicate,
  onlyClosed,
  perSymbol,
} from '../../src/operators/index.js'

declare const market: Market
const trade$ = market.trade$(['BTCUSDT', 'ETHUSDT'])
const quote$ = market.bookTicker$('BTCUSDT')
const kline$ = market.kline$('BTCUSDT', '1m')

export const moved$: Observable<Trade> = trade$.pipe(changedBy({ percent: 1 }))
export const movedBy$: Observable<BookTicker> = quote$.pipe(
  changedBy({ amount: 1, price: quote => quote.bidPrice, by: quote => quote.symbol }),
)
// @ts-expect-error how far?
trade$.pipe(changedBy({}))
// @ts-expect-error in percent or as an amount, not both
trade$.pipe(changedBy({ percent: 1, amount: 1 }))
// @ts-expect-error a quote has two prices: specify which
quote$.pipe(changedBy({ percent: 1 }))

const price$ = trade$.pipe(map(trade => trade.price))
export const crossing$: Observable<Crossing> = price$.pipe(crossing(100))
export const crossingOther$: Observable<Crossing> = price$.pipe(crossing(price$))
// @ts-expect-error numbers cross, trades do not
trade$.pipe(crossing(100))
// @ts-expect-error a level is a number
price$.pipe(crossing('100'))

export const average$: Observable<number> = kline$.pipe(
  onlyClosed(),
  indicate(
    () => new SMA(3),
    kline => kline.closePrice,
  ),
)
export const running$: Observable<number> = kline$.pipe(
  indicate(
    () => new EMA(3),
    kline => kline.closePrice,
    (kline, last) => kline.openTime === last.openTime,
  ),
)
export const bands$: Observable<{ upper: number; middle: number; lower: number }> = kline$.pipe(
  indicate(
    () => new BollingerBands(20),
    kline => kline.closePrice,
  ),
)
kline$.pipe(
  // @ts-expect-error an indicator has state: pass a function that creates one
  indicate(new SMA(3), (kline: { closePrice: number }) => kline.closePrice),
)
kline$.pipe(
  indicate(
    () => new SMA(3),
    // @ts-expect-error this one is fed numbers
    kline => kline.symbol,
  ),
)

export const each$: Observable<number> = trade$.pipe(
  perSymbol(events$ =>
    events$.pipe(
      pairwise(),
      map(([before, now]) => now.price - before.price),
    ),
  ),
)
export const operator$: Observable<number> = kline$.pipe(
  perSymbol(
    indicate(
      () => new SMA(3),
      kline => kline.closePrice,
    ),
    { idle: 60_000 },
  ),
)
// @ts-expect-error numbers have no symbol
price$.pipe(perSymbol(events$ => events$))
