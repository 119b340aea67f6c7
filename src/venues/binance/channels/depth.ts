/**
 * Partial order books.
 *
 * Source: web-socket-streams.md, "Partial Book Depth Streams".
 */
import * as t from 'io-ts'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind, speedSuffix, symbolStream } from '../channel-kind.js'
import { Integer, Levels } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"lastUpdateId": 160, "bids": [["0.0024", "10"]], "asks": [["0.0026", "100"]]}`

export const depth = channelKind('depth', {
  isPeriodic: true,
  streamName: ({ symbol, levels, speed }) => symbolStream(symbol, `depth${levels}${speedSuffix(speed)}`),
  // A quiet book is sent again unchanged.
  sequence: stateRule({ id: ({ lastUpdateId }) => lastUpdateId, allowsEqual: true }),
  payload: t.type(
    {
      lastUpdateId: Integer,
      bids: Levels,
      asks: Levels,
    },
    'a partial depth',
  ),
  toEvent: (p, receivedAt, channel) => ({
    type: 'depth',
    symbol: channel.symbol,
    receivedAt,
    lastUpdateId: p.lastUpdateId,
    bids: p.bids,
    asks: p.asks,
  }),
})
