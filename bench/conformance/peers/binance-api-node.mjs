/** `binance-api-node`. */
import binanceApiNode from 'binance-api-node'

export function open({ ws, rest, emit }) {
  const client = binanceApiNode.default({ wsBase: `${ws}/ws`, httpBase: rest })
  const pairs = levels => levels.map(({ price, quantity }) => [price, quantity])
  return {
    watch: {
      ticker: symbol => client.ws.ticker(symbol, t => emit('ticker', t.symbol, [t.curDayClose, t.volume])),
      trade: symbol =>
        client.ws.trades(symbol, t => emit('trade', t.symbol, [t.tradeId, t.price, t.quantity])),
      kline: symbol =>
        client.ws.candles(symbol, '1m', k =>
          emit('kline', k.symbol, [k.startTime, k.open, k.high, k.low, k.close, k.volume]),
        ),
      depth: symbol =>
        client.ws.depth(`${symbol}@100ms`, d =>
          emit('depth', d.symbol, [d.finalUpdateId, pairs(d.bidDepth), pairs(d.askDepth)]),
        ),
    },
    unsubscribe: close => close(),
    ask: {
      ticker: async symbol => (await client.dailyStats({ symbol })).lastPrice,
      trades: async symbol => (await client.trades({ symbol })).map(t => [t.id, t.price, t.qty]),
      klines: async symbol =>
        (await client.candles({ symbol, interval: '1m' })).map(k => [
          k.openTime,
          k.open,
          k.high,
          k.low,
          k.close,
          k.volume,
        ]),
      depth: async symbol => {
        const { lastUpdateId, bids, asks } = await client.book({ symbol, limit: 1_000 })
        return [lastUpdateId, pairs(bids), pairs(asks)]
      },
    },
  }
}
