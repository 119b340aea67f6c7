/**
 * The trades of each taker order at one price, as one.
 *
 * Source: web-socket-streams.md, "Aggregate Trade Streams".
 */
import * as t from 'io-ts'
import type { AggTrade } from '../../../model/event.js'
import { logRule } from '../../../sequence/log-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Ignored, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "aggTrade", "E": 1672515782136, "s": "BNBBTC", "a": 12345, "p": "0.001", "q": "100",
  "f": 100, "l": 105, "T": 1672515782136, "m": true, "M": true}`

const idOf = ({ aggregateTradeId }: AggTrade<unknown>): number => aggregateTradeId

export const aggTrade = channelKind('aggTrade', {
  streamName: ({ symbol }) => symbolStream(symbol, 'aggTrade'),
  sequence: logRule({
    first: idOf,
    last: idOf,
    time: ({ eventTime }) => eventTime,
    // Aggregates carry each trade once.
    proof: { first: ({ firstTradeId }) => firstTradeId, last: ({ lastTradeId }) => lastTradeId },
  }),
  idKeys: ['a'],
  payload: t.type(
    {
      e: t.literal('aggTrade'),
      E: Integer,
      s: Text,
      a: Integer,
      p: Decimal,
      q: Decimal,
      f: Integer,
      l: Integer,
      T: Integer,
      m: t.boolean,
      M: Ignored,
    },
    'an aggregate trade',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'aggTrade',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    aggregateTradeId: p.a,
    price: p.p,
    quantity: p.q,
    firstTradeId: p.f,
    lastTradeId: p.l,
    tradeTime: p.T,
    isBuyerMaker: p.m,
  }),
})
