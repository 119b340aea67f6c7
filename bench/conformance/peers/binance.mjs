/** `binance` (sieblyio). */
import { DefaultLogger, MainClient, WebsocketClient } from 'binance'

const streams = { ticker: 'ticker', trade: 'trade', kline: 'kline_1m', depth: 'depth@100ms' }

export function open({ ws, rest, emit }) {
  const logger = { ...DefaultLogger, trace() {}, info() {}, error() {} }
  const client = new WebsocketClient({ wsUrl: ws, beautify: false }, logger)
  const api = new MainClient({ baseUrl: rest })
  client.on('exception', () => {})
  client.on('message', message => {
    if (message.e === '24hrTicker') emit('ticker', message.s, [message.c, message.v])
    if (message.e === 'trade') emit('trade', message.s, [message.t, message.p, message.q])
    if (message.e === 'depthUpdate') emit('depth', message.s, [message.u, message.b, message.a])
    if (message.e === 'kline') {
      const { t, o, h, l, c, v } = message.k
      emit('kline', message.s, [t, o, h, l, c, v])
    }
  })
  const watch = Object.fromEntries(
    Object.entries(streams).map(([kind, suffix]) => [
      kind,
      symbol => {
        const stream = `${symbol.toLowerCase()}@${suffix}`
        client.subscribe(stream, 'main')
        return stream
      },
    ]),
  )
  return {
    watch,
    unsubscribe: stream => client.unsubscribe(stream, 'main'),
    ask: {
      ticker: async symbol => (await api.get24hrChangeStatistics({ symbol })).lastPrice,
      trades: async symbol => (await api.getRecentTrades({ symbol })).map(t => [t.id, t.price, t.qty]),
      klines: async symbol => (await api.getKlines({ symbol, interval: '1m' })).map(k => k.slice(0, 6)),
      depth: async symbol => {
        const { lastUpdateId, bids, asks } = await api.getOrderBook({ symbol, limit: 1_000 })
        return [lastUpdateId, bids, asks]
      },
    },
  }
}
