/**
 * Prints prices and what the connection does.
 *
 *   node --import tsx examples/programs/watch-prices.ts BTCUSDT ETHUSDT
 *
 * EXCHANGE_URL points it at another exchange, such as `npx rxmarket-exchange`: ws://127.0.0.1:9443
 */
import { binance } from 'rxmarket'
import { conflate } from 'rxmarket/operators'

const symbols = process.argv.length > 2 ? process.argv.slice(2) : ['BTCUSDT', 'ETHUSDT']
const market = binance({
  url: process.env['EXCHANGE_URL'] ?? 'wss://stream.binance.com:9443',
  reconnect: { maxAttempts: Infinity },
})

market.connection$.subscribe(status => {
  const why = status.type === 'reconnecting' ? `: ${status.cause.message}` : ''
  console.error(`${new Date(status.at).toISOString()} ${status.type}${why}`)
})
market.errors$.subscribe(error => console.error(error.code, error.message))

// At most one line a second for each symbol, whatever the market does.
const prices = market
  .bookTicker$(symbols)
  .pipe(conflate({ by: quote => quote.symbol, every: 1_000 }))
  .subscribe({
    next: ({ symbol, bidPrice, askPrice }) => console.log(symbol, bidPrice, askPrice),
    error: (reason: unknown) => {
      console.error('ended:', reason)
      process.exitCode = 1
    },
  })

process.once('SIGINT', () => prices.unsubscribe())
