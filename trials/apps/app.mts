// Types of each entry point, as an application uses them.
import type { Observable } from 'rxjs'
import { binance, Freq, isMarketError, type Kline, type MarketError, type Ticker } from 'rxmarket'
import { conflate, movingWindow, onlyClosed, sum } from 'rxmarket/operators'
import { createExchange, type Exchange } from 'rxmarket/simulator'
import { VirtualScheduler } from 'rxmarket/testing'

const exchange: Exchange = createExchange({ symbols: ['BTCUSDT'] })
const market = binance({ connect: exchange.connect, scheduler: new VirtualScheduler() })
const ticker$: Observable<Ticker> = market.ticker$('BTCUSDT')
const klines$: Observable<Kline> = market.kline$('BTCUSDT', Freq.m1).pipe(onlyClosed())
const volumes$: Observable<number> = market.trade$('BTCUSDT').pipe(
  movingWindow(
    { count: 3 },
    sum(({ quantity }) => quantity),
  ),
)

export const all = [ticker$.pipe(conflate({ by: ({ symbol }) => symbol, every: 100 })), klines$, volumes$]
export const codeOf = (error: unknown): string | undefined => (isMarketError(error) ? error.code : undefined)
export const messageOf = (error: MarketError): string => error.message
