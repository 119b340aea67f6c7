/**
 * Block trades, agreed outside the order book.
 *
 * Source: web-socket-streams.md, "Block Trade Streams".
 */
import * as t from 'io-ts'
import { logRule } from '../../../sequence/log-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "blockTrade", "E": 1772506983582, "s": "BNBBTC", "t": 582, "p": "0.052", "q": "5838",
  "T": 1772506983321, "m": true}`

export const blockTrade = channelKind('blockTrade', {
  streamName: ({ symbol }) => symbolStream(symbol, 'blockTrade'),
  sequence: logRule({
    first: ({ tradeId }) => tradeId,
    last: ({ tradeId }) => tradeId,
    time: ({ eventTime }) => eventTime,
  }),
  idKeys: ['t'],
  payload: t.type(
    {
      e: t.literal('blockTrade'),
      E: Integer,
      s: Text,
      t: Integer,
      p: Decimal,
      q: Decimal,
      T: Integer,
      m: t.boolean,
    },
    'a block trade',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'blockTrade',
    symbol: p.s,
    eventTime: p.E,
    receivedAt,
    tradeId: p.t,
    price: p.p,
    quantity: p.q,
    tradeTime: p.T,
    isBuyerMaker: p.m,
  }),
})
