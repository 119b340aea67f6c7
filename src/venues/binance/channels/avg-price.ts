/**
 * Average price of the last minutes.
 *
 * Source: web-socket-streams.md, "Average Price".
 */
import * as t from 'io-ts'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "avgPrice", "E": 1693907033000, "s": "BTCUSDT", "i": "5m", "w": "25776.86000000",
  "T": 1693907032213}`

export const avgPrice = channelKind('avgPrice', {
  isPeriodic: true,
  streamName: ({ symbol }) => symbolStream(symbol, 'avgPrice'),
  sequence: stateRule({ time: ({ eventTime }) => eventTime }),
  payload: t.type(
    {
      e: t.literal('avgPrice'),
      E: Integer,
      s: Text,
      i: Text,
      w: Decimal,
      T: Integer,
    },
    'an average price',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'avgPrice',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    interval: p.i,
    averagePrice: p.w,
    lastTradeTime: p.T,
  }),
})
