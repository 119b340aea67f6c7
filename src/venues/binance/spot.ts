/** Binance Spot: its limits, its streams and its words, as a Venue. */
import type { Venue, VenueLimits } from '../venue.js'
import { endpoint } from './endpoint.js'
import { command, nameAt, peek, reply } from './protocol.js'
import { streamDecoders, streamName } from './streams.js'

/** Source: web-socket-streams.md, "WebSocket Limits". The 4,096 bytes are not documented there; see FIELD, "Binance's limits". */
const limits: VenueLimits = {
  messagesPerSecond: 5,
  streamsPerConnection: 1024,
  frameBytes: 4096,
  connections: 300,
  connectionWindow: 300_000,
}

export const spot: Venue = {
  url: 'wss://stream.binance.com:9443',
  limits,
  endpoint,
  streamName,
  decoders: streamDecoders,
  nameAt,
  peek,
  reply,
  command,
}
