/**
 * Trades from an id on.
 *
 * Source: rest-api.md, "Old trade lookup". It needs no key since 2023-07-11 (CHANGELOG);
 * data-api.binance.vision does not serve it.
 */
import * as t from 'io-ts'
import { list } from '../../../codec/types/list.js'
import { Decimal, Integer } from '../fields.js'
import { MAX_ELEMENTS } from './limits.js'
import { queryKind } from './query-kind.js'

const Row = t.type(
  { id: Integer, price: Decimal, qty: Decimal, time: Integer, isBuyerMaker: t.boolean },
  'a trade',
)

export const trades = queryKind('trades', {
  route: 'historicalTrades',
  parameters: ({ symbol, fromId, limit }) => ({ symbol, fromId, limit: Math.min(limit, MAX_ELEMENTS) }),
  weight: () => 25,
  body: list(Row, 'a list of trades'),
  toAnswer: (rows, { symbol }, { receivedAt }) =>
    rows.map(row => ({
      type: 'trade',
      symbol,
      eventTime: row.time,
      receivedAt,
      tradeId: row.id,
      price: row.price,
      quantity: row.qty,
      tradeTime: row.time,
      isBuyerMaker: row.isBuyerMaker,
      backfilled: true,
    })),
})
