/** @jest-environment node */
const { binance } = require('rxmarket')
const { firstValueFrom } = require('rxjs')
const { watchInMemory } = require('./apps/in-memory.cjs')

it('watches a market in memory', async () => {
  expect(await watchInMemory()).toBe('BTCUSDT 3 function')
})

it('watches a market over ws', async () => {
  const market = binance({ url: process.env.EXCHANGE_URL })
  expect((await firstValueFrom(market.ticker$('BTCUSDT'))).symbol).toBe('BTCUSDT')
  await market.close()
})
