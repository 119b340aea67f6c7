/**
 * Best bid and ask.
 *
 * Source: web-socket-streams.md, "Individual Symbol Book Ticker Streams".
 */
import * as t from 'io-ts'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"u": 400900217, "s": "BNBUSDT", "b": "25.35190000", "B": "31.21000000", "a": "25.36520000",
  "A": "40.66000000"}`

export const bookTicker = channelKind('bookTicker', {
  streamName: ({ symbol }) => symbolStream(symbol, 'bookTicker'),
  sequence: stateRule({ id: ({ updateId }) => updateId }),
  idKeys: ['u'],
  payload: t.type(
    {
      u: Integer,
      s: Text,
      b: Decimal,
      B: Decimal,
      a: Decimal,
      A: Decimal,
    },
    'a book ticker',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'bookTicker',
    symbol: p.s,
    receivedAt,
    updateId: p.u,
    bidPrice: p.b,
    bidQuantity: p.B,
    askPrice: p.a,
    askQuantity: p.A,
  }),
})
