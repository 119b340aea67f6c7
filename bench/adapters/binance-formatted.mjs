/**
 * `binance` (sieblyio) with `beautify`: words for keys and numbers for decimals, like our events.
 */
import { open } from './binance.mjs'

const readers = {
  trade: (event, seen) => seen(event.price, event.quantity, event.eventTime),
  aggTrade: (event, seen) => seen(event.price, event.quantity, event.eventTime),
  bookTicker: (event, seen) => seen(event.bidPrice, event.bidQty),
  depthUpdate: (event, seen) => {
    const level = event.bidDepthDelta[0] ?? event.askDepthDelta[0]
    seen(level?.price, level?.quantity, event.eventTime)
  },
}

export function connect({ url, channels, seen }) {
  const { client } = open(url, channels, { beautify: true })
  client.on('formattedMessage', event => readers[event.eventType](event, seen))
}
