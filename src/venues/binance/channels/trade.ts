/**
 * Each trade.
 *
 * Source: web-socket-streams.md, "Trade Streams".
 */
import * as t from 'io-ts'
import type { Trade } from '../../../model/event.js'
import { logRule } from '../../../sequence/log-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Ignored, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "trade", "E": 1672515782136, "s": "BNBBTC", "t": 12345, "p": "0.001", "q": "100",
  "T": 1672515782136, "m": true, "M": true}`

const idOf = ({ tradeId }: Trade<unknown>): number => tradeId

export const trade = channelKind('trade', {
  streamName: ({ symbol }) => symbolStream(symbol, 'trade'),
  sequence: logRule({
    first: idOf,
    last: idOf,
    time: ({ eventTime }) => eventTime,
  }),
  idKeys: ['t'],
  payload: t.type(
    {
      e: t.literal('trade'),
      E: Integer,
      s: Text,
      t: Integer,
      p: Decimal,
      q: Decimal,
      T: Integer,
      m: t.boolean,
      M: Ignored,
    },
    'a trade',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'trade',
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
