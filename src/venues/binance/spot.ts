/** Binance Spot: its limits, its channels and its protocol, as a Venue. */
import type { Venue, VenueLimits } from '../venue.js'
import { decoderFactory, periodicKinds, sequenceRules, streamNames } from './channel-kind.js'
import { endpoint } from './endpoint.js'
import { findStreamNameEnd, formatCommand, parseReply, streamNameStart } from './protocol.js'
import { spotRest } from './rest/spot-rest.js'
import * as spotChannels from './spot-channels.js'

/**
 * Source: web-socket-streams.md, "WebSocket Limits". It limits no command's size: 4,096 bytes are a
 * cautious choice.
 */
const limits: VenueLimits = {
  messagesPerSecond: 5,
  streamsPerConnection: 1024,
  maxCommandBytes: 4096,
  connections: 300,
  connectionWindow: 300_000,
}

export const spot: Venue = {
  url: 'wss://stream.binance.com:9443',
  limits,
  rest: spotRest,
  endpoint,
  streamName: streamNames(spotChannels),
  isPeriodic: periodicKinds(spotChannels),
  sequence: sequenceRules(spotChannels),
  decoders: (numeric, compiled) =>
    decoderFactory(spotChannels, numeric, compiled ? 'compiled' : 'interpreted'),
  streamNameStart,
  findStreamNameEnd,
  parseReply,
  formatCommand,
}
