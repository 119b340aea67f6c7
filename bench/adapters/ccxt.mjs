/**
 * `ccxt`: a loop that awaits `watchTrades` (or `watchBidsAsks`) for each symbol, as its manual
 * shows.
 */
import ccxt from 'ccxt'

export async function connect({ url, channels, seen }) {
  const exchange = await open(url)
  for (const { kind, symbol } of channels) watch(exchange, kind, exchange.safeSymbol(symbol), seen)
}

/**
 * The exchange at another address, its markets loaded. ccxt recognizes the spot market by `/stream`
 * in the address, hence the user name; and without TLS it needs an agent first.
 */
export async function open(url) {
  const exchange = new ccxt.pro.binance({ options: { fetchMarkets: { types: ['spot'] } } })
  const http = url.replace('ws://', 'http://')
  exchange.urls.api.ws.spot = `${url.replace('ws://', 'ws://stream@')}/ws`
  for (const version of ['public', 'private']) exchange.urls.api[version] = `${http}/api/v3`
  exchange.urls.api.v1 = `${http}/api/v1`
  await exchange.loadHttpProxyAgent()
  await exchange.loadMarkets()
  return exchange
}

async function watch(exchange, kind, symbol, seen) {
  for (;;) {
    if (kind === 'bookTicker') {
      const quotes = await exchange.watchBidsAsks([symbol])
      for (const quote of Object.values(quotes)) seen(quote.bid, quote.bidVolume)
    } else {
      const trades = await exchange.watchTrades(symbol, undefined, undefined, { name: kind })
      for (const trade of trades) seen(trade.price, trade.amount, trade.timestamp)
    }
  }
}
