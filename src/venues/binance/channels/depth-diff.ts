/**
 * Changes of the order book.
 *
 * Source: web-socket-streams.md, "Diff. Depth Stream".
 */
import * as t from 'io-ts'
import { logRule } from '../../../sequence/log-rule.js'
import { channelKind, speedSuffix, symbolStream } from '../channel-kind.js'
import { Integer, Levels, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "depthUpdate", "E": 1672515782136, "s": "BNBBTC", "U": 157, "u": 160, "b": [["0.0024",
  "10"]], "a": [["0.0026", "100"]]}`

export const depthDiff = channelKind('depthDiff', {
  streamName: ({ symbol, speed }) => symbolStream(symbol, `depth${speedSuffix(speed)}`),
  sequence: logRule({
    first: ({ firstUpdateId }) => firstUpdateId,
    last: ({ lastUpdateId }) => lastUpdateId,
    time: ({ eventTime }) => eventTime,
  }),
  idKeys: ['U', 'u'],
  payload: t.type(
    {
      e: t.literal('depthUpdate'),
      E: Integer,
      s: Text,
      U: Integer,
      u: Integer,
      b: Levels,
      a: Levels,
    },
    'a depth update',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'depthDiff',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    firstUpdateId: p.U,
    lastUpdateId: p.u,
    bids: p.b,
    asks: p.a,
  }),
})
