/** `node-binance-api`, which also keeps books. */
import Binance from 'node-binance-api'

export function open({ ws, rest, emit }) {
  const client = new Binance({
    urls: { base: `${rest}/api/`, stream: `${ws}/ws/`, combineStream: `${ws}/stream?streams=` },
    verbose: true,
    log(message) {
      const [, symbol] = /\[(\w+)\] The depth cache is out of sync/.exec(message) ?? []
      if (symbol) emit('notice', symbol, [0])
    },
  })
  const pairs = levels => levels.map(({ price, quantity }) => [price, quantity])
  return {
    watch: {
      ticker: symbol =>
        client.prevDayStream([symbol], (_, t) => emit('ticker', t.symbol, [t.close, t.volume])),
      trade: symbol => client.tradesStream([symbol], t => emit('trade', t.s, [t.t, t.p, t.q])),
      kline: symbol =>
        client.candlesticksStream([symbol], '1m', ({ k }) =>
          emit('kline', k.s, [k.t, k.o, k.h, k.l, k.c, k.v]),
        ),
      depth: symbol => client.depthStream([symbol], d => emit('depth', d.s, [d.u, d.b, d.a])),
      // All in one, as its documentation advises: what befalls one then befalls the others.
      book: symbols =>
        client.depthCacheStream(
          symbols,
          (symbol, { bids, asks }, context) => {
            // It delivers the snapshot, and older diffs, without an id.
            const id = context?.lastEventUpdateId
            if (id) emit('book', symbol, [id, Object.entries(bids), Object.entries(asks)])
          },
          1_000,
        ),
      top: symbol =>
        client.depthCacheStream(
          [symbol],
          (_, { bids, asks }, context) => {
            const id = context?.lastEventUpdateId
            const best = sorted => Object.entries(sorted).slice(0, 20)
            if (id) emit('top', symbol, [id, best(client.sortBids(bids)), best(client.sortAsks(asks))])
          },
          20,
        ),
    },
    unsubscribe: url => client.terminate(url),
    ask: {
      ticker: async symbol => (await client.prevDay(symbol)).lastPrice,
      trades: async symbol => (await client.recentTrades(symbol)).map(t => [t.id, t.price, t.qty]),
      klines: async symbol =>
        (await client.candlesticks(symbol, '1m')).map(k => [
          k.openTime,
          k.open,
          k.high,
          k.low,
          k.close,
          k.volume,
        ]),
      depth: async symbol => {
        const { lastUpdateId, bids, asks } = await client.depth(symbol, 1_000)
        return [lastUpdateId, pairs(bids), pairs(asks)]
      },
    },
  }
}
