// A market on the embedded exchange, over a real socket on loopback.
import { binance } from 'rxmarket'
import { createExchange } from 'rxmarket/simulator'
import { firstValueFrom } from 'rxjs'
import { watchInMemory } from './in-memory.mjs'

const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
const { url } = await exchange.listen(0)
const market = binance({ url })
const { symbol } = await firstValueFrom(market.ticker$('BTCUSDT'))
await market.close()
await exchange.close()
console.log(`${await watchInMemory()} ${symbol}`)
