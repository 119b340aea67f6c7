/** `node-binance-api`: one connection for each kind, its streams in the address. */
import Binance from 'node-binance-api'
import { readers } from '../client/payloads.mjs'

export function connect({ url, channels, seen }) {
  const client = new Binance({ urls: { stream: `${url}/ws/`, combineStream: `${url}/stream?streams=` } })
  const ask = {
    trade: of => client.tradesStream(of, payload => readers.trade(payload, seen)),
    aggTrade: of => client.aggTradesStream(of, payload => readers.aggTrade(payload, seen)),
    bookTicker: of => client.bookTickersStream(of, b => seen(b.bestBid, b.bestBidQty)),
    depthDiff: of => client.depthStream(of, payload => readers.depthDiff(payload, seen)),
  }
  for (const kind of new Set(channels.map(({ kind }) => kind))) {
    ask[kind](channels.filter(channel => channel.kind === kind).map(({ symbol }) => symbol))
  }
}
