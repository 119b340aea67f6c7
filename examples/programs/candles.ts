/**
 * Builds candles of any number of seconds from trades and prints them as CSV, for a file or a
 * database.
 *
 *   node --import tsx examples/programs/candles.ts 10 BTCUSDT ETHUSDT > candles.csv
 *
 * The exchange's own klines are `market.kline$`; these have intervals that it does not have.
 */
import { binance } from 'rxmarket'
import { ohlcv, tumblingWindow } from 'rxmarket/operators'

const [seconds = '10', ...given] = process.argv.slice(2)
const span = Number(seconds) * 1_000
const market = binance({
  url: process.env['EXCHANGE_URL'] ?? 'wss://stream.binance.com:9443',
  reconnect: { maxAttempts: Infinity },
})
market.errors$.subscribe(error => console.error(error.code, error.message))

console.log('time,symbol,open,high,low,close,volume')
const candles = market
  .trade$(given.length > 0 ? given : ['BTCUSDT', 'ETHUSDT'])
  .pipe(
    // By the exchange's clock, so that candles do not depend on the network. A trade may be up to a
    // second late.
    tumblingWindow({ span, by: trade => trade.symbol, time: 'event', lateness: 1_000 }, ohlcv()),
  )
  .subscribe({
    next: ({ key, start, value: { open, high, low, close, volume } }) =>
      console.log([new Date(start).toISOString(), key, open, high, low, close, volume].join()),
    error: (reason: unknown) => {
      console.error('ended:', reason)
      process.exitCode = 1
    },
  })

process.once('SIGINT', () => candles.unsubscribe())
