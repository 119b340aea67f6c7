/**
 * Candlesticks of one interval.
 *
 * Source: web-socket-streams.md, "Kline/Candlestick Streams for UTC" and "… with timezone offset".
 */
import * as t from 'io-ts'
import { seriesRule } from '../../../sequence/series-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Ignored, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "kline", "E": 1672515782136, "s": "BNBBTC", "k": {"t": 1672515780000,
  "T": 1672515839999, "s": "BNBBTC", "i": "1m", "f": 100, "L": 200, "o": "0.0010",
  "c": "0.0020", "h": "0.0025", "l": "0.0015", "v": "1000", "n": 100, "x": false,
  "q": "1.0000", "V": "500", "Q": "0.500", "B": "123456"}}`

export const kline = channelKind('kline', {
  isPeriodic: true,
  streamName: ({ symbol, freq, timeZone }) =>
    symbolStream(symbol, `kline_${freq}${timeZone === '+08:00' ? '@+08:00' : ''}`),
  sequence: seriesRule,
  payload: t.type(
    {
      e: t.literal('kline'),
      E: Integer,
      s: Text,
      k: t.type(
        {
          t: Integer,
          T: Integer,
          s: Text,
          i: Text,
          f: Integer,
          L: Integer,
          o: Decimal,
          c: Decimal,
          h: Decimal,
          l: Decimal,
          v: Decimal,
          n: Integer,
          x: t.boolean,
          q: Decimal,
          V: Decimal,
          Q: Decimal,
          B: Ignored,
        },
        'a candlestick',
      ),
    },
    'a kline',
  ),
  toEvent: (p, receivedAt, channel) => ({
    type: 'kline',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    freq: channel.freq,
    timeZone: channel.timeZone,
    openTime: p.k.t,
    closeTime: p.k.T,
    firstTradeId: p.k.f,
    lastTradeId: p.k.L,
    openPrice: p.k.o,
    closePrice: p.k.c,
    highPrice: p.k.h,
    lowPrice: p.k.l,
    volume: p.k.v,
    quoteVolume: p.k.q,
    takerBuyVolume: p.k.V,
    takerBuyQuoteVolume: p.k.Q,
    tradeCount: p.k.n,
    isClosed: p.k.x,
  }),
})
