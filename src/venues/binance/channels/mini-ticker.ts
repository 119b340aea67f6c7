/**
 * Short statistics of the last 24 hours.
 *
 * Source: web-socket-streams.md, "Individual Symbol Mini Ticker Stream".
 */
import * as t from 'io-ts'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "24hrMiniTicker", "E": 1672515782136, "s": "BNBBTC", "c": "0.0025", "o": "0.0010",
  "h": "0.0025", "l": "0.0010", "v": "10000", "q": "18"}`

export const miniTicker = channelKind('miniTicker', {
  isPeriodic: true,
  streamName: ({ symbol }) => symbolStream(symbol, 'miniTicker'),
  sequence: stateRule({ time: ({ eventTime }) => eventTime }),
  payload: t.type(
    {
      e: t.literal('24hrMiniTicker'),
      E: Integer,
      s: Text,
      c: Decimal,
      o: Decimal,
      h: Decimal,
      l: Decimal,
      v: Decimal,
      q: Decimal,
    },
    'a mini ticker',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'miniTicker',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    openPrice: p.o,
    highPrice: p.h,
    lowPrice: p.l,
    price: p.c,
    volume: p.v,
    quoteVolume: p.q,
  }),
})
