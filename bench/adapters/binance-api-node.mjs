/** `binance-api-node`: one connection for each symbol and kind. */
import binanceApiNode from 'binance-api-node'

export function connect({ url, channels, seen }) {
  // Named for its default export: it is CommonJS made from a module.
  const { ws } = binanceApiNode.default({ wsBase: `${url}/ws` })
  const ask = {
    trade: symbol => ws.trades(symbol, t => seen(t.price, t.quantity, t.eventTime)),
    aggTrade: symbol => ws.aggTrades(symbol, t => seen(t.price, t.quantity, t.eventTime)),
    bookTicker: symbol => ws.bookTicker(symbol, b => seen(b.bestBid, b.bestBidQnt)),
    depthDiff: symbol =>
      ws.depth(`${symbol}@100ms`, d => {
        const level = d.bidDepth[0] ?? d.askDepth[0]
        seen(level?.price, level?.quantity, d.eventTime)
      }),
  }
  for (const { kind, symbol } of channels) ask[kind](symbol)
}
