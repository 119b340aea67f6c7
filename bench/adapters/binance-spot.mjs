/**
 * `@binance/spot`, the exchange's own connector: a stream handler for each stream, as its
 * documentation shows.
 */
import { Spot } from '@binance/spot'
import { readers } from '../client/payloads.mjs'

// By default it logs each of the thousand subscriptions; it reads the level at its first use.
process.env.LOG_LEVEL = 'error'

const ask = {
  trade: (connection, symbol) => connection.trade({ symbol }),
  aggTrade: (connection, symbol) => connection.aggTrade({ symbol }),
  bookTicker: (connection, symbol) => connection.bookTicker({ symbol }),
  depthDiff: (connection, symbol) => connection.diffBookDepth({ symbol, updateSpeed: '100ms' }),
}

export async function connect({ url, channels, seen }) {
  const spot = new Spot({ configurationWebsocketStreams: { wsURL: url } })
  const connection = await spot.websocketStreams.connect()
  for (const { kind, symbol } of channels) {
    ask[kind](connection, symbol.toLowerCase()).on('message', payload => readers[kind](payload, seen))
  }
}
