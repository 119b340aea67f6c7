/**
 * Aggregate trades from an id on, or of a span of time.
 *
 * Source: rest-api.md, "Compressed/Aggregate trades list".
 */
import * as t from 'io-ts'
import { list } from '../../../codec/types/list.js'
import { Decimal, Integer } from '../fields.js'
import { MAX_ELEMENTS } from './limits.js'
import { queryKind } from './query-kind.js'
import { inUnit } from './time-unit.js'

const Row = t.type(
  { a: Integer, p: Decimal, q: Decimal, f: Integer, l: Integer, T: Integer, m: t.boolean },
  'an aggregate trade',
)

export const aggTrades = queryKind('aggTrades', {
  route: 'aggTrades',
  // The exchange takes an id or times, and not both: what is later than `to` is left out here.
  parameters: ({ symbol, fromId, from, to, limit }) => ({
    symbol,
    limit: Math.min(limit, MAX_ELEMENTS),
    ...(fromId === undefined ? { startTime: from, endTime: to } : { fromId }),
  }),
  weight: () => 4,
  body: list(Row, 'a list of aggregate trades'),
  toAnswer: (rows, { symbol, to }, { receivedAt, timeUnit }) => {
    const latest = to === undefined ? Infinity : inUnit(to, timeUnit)
    return rows
      .filter(row => row.T <= latest)
      .map(row => ({
        type: 'aggTrade',
        symbol,
        eventTime: row.T,
        receivedAt,
        aggregateTradeId: row.a,
        price: row.p,
        quantity: row.q,
        firstTradeId: row.f,
        lastTradeId: row.l,
        tradeTime: row.T,
        isBuyerMaker: row.m,
        backfilled: true,
      }))
  },
})
