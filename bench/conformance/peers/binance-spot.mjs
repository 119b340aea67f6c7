/** `@binance/spot`, the exchange's own connector. */
import { WebsocketCommon } from '@binance/common'
import { Spot } from '@binance/spot'

process.env.LOG_LEVEL = 'error'

export async function open({ ws, rest, emit }) {
  const spot = new Spot({
    configurationRestAPI: { apiKey: 'none', basePath: rest },
    configurationWebsocketStreams: { wsURL: ws },
  })
  // A connection renews itself after 23 hours, a constant of the exported class that is read when
  // it opens.
  const { MAX_CONNECTION_DURATION } = WebsocketCommon
  WebsocketCommon.MAX_CONNECTION_DURATION = Number(
    process.env.RENEWAL_MILLISECONDS ?? MAX_CONNECTION_DURATION,
  )
  const connection = await spot.websocketStreams.connect()
  WebsocketCommon.MAX_CONNECTION_DURATION = MAX_CONNECTION_DURATION
  const dataOf = async response => (await response).data()
  const on = (stream, listener) => {
    stream.on('message', listener)
    return stream
  }
  return {
    watch: {
      ticker: symbol =>
        on(connection.ticker({ symbol: symbol.toLowerCase() }), t => emit('ticker', t.s, [t.c, t.v])),
      trade: symbol =>
        on(connection.trade({ symbol: symbol.toLowerCase() }), t => emit('trade', t.s, [t.t, t.p, t.q])),
      kline: symbol =>
        on(connection.kline({ symbol: symbol.toLowerCase(), interval: '1m' }), ({ k }) =>
          emit('kline', k.s, [k.t, k.o, k.h, k.l, k.c, k.v]),
        ),
      depth: symbol =>
        on(connection.diffBookDepth({ symbol: symbol.toLowerCase(), updateSpeed: '100ms' }), d =>
          emit('depth', d.s, [d.u, d.b, d.a]),
        ),
    },
    unsubscribe: stream => stream.unsubscribe(),
    ask: {
      ticker: async symbol => (await dataOf(spot.restAPI.ticker24hr({ symbol }))).lastPrice,
      trades: async symbol =>
        (await dataOf(spot.restAPI.getTrades({ symbol }))).map(t => [t.id, t.price, t.qty]),
      klines: async symbol =>
        (await dataOf(spot.restAPI.klines({ symbol, interval: '1m' }))).map(k => k.slice(0, 6)),
      depth: async symbol => {
        const { lastUpdateId, bids, asks } = await dataOf(spot.restAPI.depth({ symbol, limit: 1_000 }))
        return [lastUpdateId, bids, asks]
      },
    },
  }
}
