/** `binance` (sieblyio): its multiplexing client, with messages as the exchange sends them. */
import { DefaultLogger, WebsocketClient } from 'binance'
import { kinds } from '../frames/kinds.mjs'
import { readers } from '../client/payloads.mjs'

export function connect({ url, channels, seen }) {
  const { client, streams } = open(url, channels, { beautify: false })
  client.on('message', message => streams.get(message.streamName)?.(message, seen))
}

/** The client with all streams asked for, and by stream name how each is read. */
export function open(url, channels, options) {
  const client = new WebsocketClient({ wsUrl: url, ...options }, { ...DefaultLogger, info() {}, trace() {} })
  client.on('exception', error => console.error(error))
  const streams = new Map(channels.map(({ kind, symbol }) => [kinds[kind].stream(symbol), readers[kind]]))
  client.subscribe([...streams.keys()], 'main')
  return { client, streams }
}
