// A market on the embedded exchange, over its in-memory socket.
const { binance, Freq } = require('rxmarket')
const { movingWindow, sum } = require('rxmarket/operators')
const { createExchange } = require('rxmarket/simulator')
const { VirtualScheduler } = require('rxmarket/testing')
const { firstValueFrom, take, toArray } = require('rxjs')

async function watchInMemory() {
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

module.exports = { watchInMemory }
