/**
 * Statistics of a rolling window.
 *
 * Source: web-socket-streams.md, "Individual Symbol Rolling Window Statistics Streams".
 */
import * as t from 'io-ts'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "1hTicker", "E": 1672515782136, "s": "BNBBTC", "p": "0.0015", "P": "250.00",
  "o": "0.0010", "h": "0.0025", "l": "0.0010", "c": "0.0025", "w": "0.0018", "v": "10000",
  "q": "18", "O": 0, "C": 1675216573749, "F": 0, "L": 18150, "n": 18151}`

export const rollingTicker = channelKind('rollingTicker', {
  isPeriodic: true,
  streamName: ({ symbol, window }) => symbolStream(symbol, `ticker_${window}`),
  sequence: stateRule({ time: ({ eventTime }) => eventTime }),
  payload: t.type(
    {
      e: t.keyof({ '1hTicker': null, '4hTicker': null, '1dTicker': null }),
      E: Integer,
      s: Text,
      p: Decimal,
      P: Decimal,
      o: Decimal,
      h: Decimal,
      l: Decimal,
      c: Decimal,
      w: Decimal,
      v: Decimal,
      q: Decimal,
      O: Integer,
      C: Integer,
      F: Integer,
      L: Integer,
      n: Integer,
    },
    'a rolling ticker',
  ),
  toEvent: (p, receivedAt, { window }) => ({
    type: 'rollingTicker',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    window,
    priceChange: p.p,
    priceChangePercent: p.P,
    openPrice: p.o,
    highPrice: p.h,
    lowPrice: p.l,
    price: p.c,
    weightedAveragePrice: p.w,
    volume: p.v,
    quoteVolume: p.q,
    openTime: p.O,
    closeTime: p.C,
    firstTradeId: p.F,
    lastTradeId: p.L,
    tradeCount: p.n,
  }),
})
