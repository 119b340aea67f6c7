// A market on the embedded exchange, over its in-memory socket.
import { binance, Freq } from 'rxmarket'
import { movingWindow, sum } from 'rxmarket/operators'
import { createExchange } from 'rxmarket/simulator'
import { VirtualScheduler } from 'rxmarket/testing'
import { firstValueFrom, take, toArray } from 'rxjs'

export async function watchInMemory() {
  const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
  const market = binance({ connect: exchange.connect })
  const total = sum(trade => trade.quantity)
  const totals = await firstValueFrom(
    market.trade$('BTCUSDT').pipe(movingWindow({ count: 3 }, total), take(3), toArray()),
  )
  const kline = await firstValueFrom(market.kline$('BTCUSDT', Freq.m1))
  await market.close()
  await exchange.close()
  return [kline.symbol, totals.length, typeof VirtualScheduler].join(' ')
}
