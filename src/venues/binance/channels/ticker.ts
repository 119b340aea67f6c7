/**
 * Statistics of the last 24 hours.
 *
 * Source: web-socket-streams.md, "Individual Symbol Ticker Streams".
 */
import * as t from 'io-ts'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "24hrTicker", "E": 1672515782136, "s": "BNBBTC", "p": "0.0015", "P": "250.00",
  "w": "0.0018", "x": "0.0009", "c": "0.0025", "Q": "10", "b": "0.0024", "B": "10",
  "a": "0.0026", "A": "100", "o": "0.0010", "h": "0.0025", "l": "0.0010", "v": "10000",
  "q": "18", "O": 0, "C": 86400000, "F": 0, "L": 18150, "n": 18151}`

export const ticker = channelKind('ticker', {
  isPeriodic: true,
  streamName: ({ symbol }) => symbolStream(symbol, 'ticker'),
  sequence: stateRule({ time: ({ eventTime }) => eventTime }),
  payload: t.type(
    {
      e: t.literal('24hrTicker'),
      E: Integer,
      s: Text,
      p: Decimal,
      P: Decimal,
      w: Decimal,
      x: Decimal,
      c: Decimal,
      Q: Decimal,
      b: Decimal,
      B: Decimal,
      a: Decimal,
      A: Decimal,
      o: Decimal,
      h: Decimal,
      l: Decimal,
      v: Decimal,
      q: Decimal,
      O: Integer,
      C: Integer,
      F: Integer,
      L: Integer,
      n: Integer,
    },
    'a ticker',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'ticker',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    priceChange: p.p,
    priceChangePercent: p.P,
    weightedAveragePrice: p.w,
    previousClosePrice: p.x,
    price: p.c,
    lastQuantity: p.Q,
    bidPrice: p.b,
    bidQuantity: p.B,
    askPrice: p.a,
    askQuantity: p.A,
    openPrice: p.o,
    highPrice: p.h,
    lowPrice: p.l,
    volume: p.v,
    quoteVolume: p.q,
    openTime: p.O,
    closeTime: p.C,
    firstTradeId: p.F,
    lastTradeId: p.L,
    tradeCount: p.n,
  }),
})
