/**
 * Types of the operators on trades and books: correct uses compile, wrong ones do not. Checked by
 * `npm run typecheck`; never run.
 */
import type { Observable } from 'rxjs'
import type { Kline, Market } from '../../src/index.js'
import {
  type Bar,
  imbalance,
  type Keyed,
  midPrice,
  movingWindow,
  onlyClosed,
  spread,
  sum,
  tickBars,
  toKlines,
  type TradeFlow,
  tradeFlow,
  valueBars,
  volumeBars,
} from '../../src/operators/index.js'

declare const market: Market
declare const exact: Market<string>
const trade$ = market.trade$(['BTCUSDT', 'ETHUSDT'])
const aggTrade$ = market.aggTrade$('BTCUSDT')
const quote$ = market.bookTicker$('BTCUSDT')
const depth$ = market.depth$('BTCUSDT')

export const kline$: Observable<Kline> = trade$.pipe(toKlines('1w'), onlyClosed())
export const late$: Observable<Kline> = aggTrade$.pipe(
  toKlines('1m', { onLate: trade => trade.aggregateTradeId }),
)
// @ts-expect-error no such interval
trade$.pipe(toKlines('2m'))
// @ts-expect-error quotes are not trades
quote$.pipe(toKlines('1m'))
// @ts-expect-error bars add up numbers: a market of exact strings needs a conversion
exact.trade$('BTCUSDT').pipe(toKlines('1m'))

export const bar$: Observable<Bar> = trade$.pipe(tickBars(10), onlyClosed())
export const volumeBar$: Observable<Bar> = aggTrade$.pipe(volumeBars(10))
export const valueBar$: Observable<Bar> = market.blockTrade$('BTCUSDT').pipe(valueBars(10))
// @ts-expect-error of how many?
trade$.pipe(tickBars())
// @ts-expect-error klines are no trades
kline$.pipe(volumeBars(1))

export const spread$: Observable<Keyed<string, number>> = quote$.pipe(spread({ unit: 'basisPoints' }))
export const depthSpread$: Observable<Keyed<string, number>> = depth$.pipe(spread())
export const mid$: Observable<Keyed<string, number>> = market.ticker$('BTCUSDT').pipe(midPrice())
// @ts-expect-error a trade has no bid and no ask
trade$.pipe(spread())
// @ts-expect-error no such unit
quote$.pipe(spread({ unit: 'percent' }))

export const imbalance$: Observable<Keyed<string, number>> = depth$.pipe(imbalance(5))
// @ts-expect-error a diff is no book
market.depthDiff$('BTCUSDT').pipe(imbalance(5))

export const flow$: Observable<TradeFlow> = trade$.pipe(tradeFlow({ unit: 'quote' }))
export const rolling$: Observable<Keyed<string, number>> = flow$.pipe(
  movingWindow(
    { span: 1_000, by: flow => flow.key, time: 'event' },
    sum(flow => flow.value),
  ),
)
// @ts-expect-error a kline has no side
kline$.pipe(tradeFlow())
