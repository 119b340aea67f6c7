/**
 * Queries the current order book.
 *
 * Source: rest-api.md, "Order book".
 */
import * as t from 'io-ts'
import { Integer, Levels } from '../fields.js'
import { queryKind } from './query-kind.js'

/** `[up to this limit, weight]`. */
const WEIGHTS = [
  [100, 5],
  [500, 25],
  [1_000, 50],
  [5_000, 250],
] as const

export const depthSnapshot = queryKind('depthSnapshot', {
  route: 'depth',
  parameters: ({ symbol, limit }) => ({ symbol, limit }),
  weight: ({ limit }) => WEIGHTS.find(([max]) => limit <= max)?.[1] ?? 250,
  body: t.type({ lastUpdateId: Integer, bids: Levels, asks: Levels }, 'an order book'),
  toAnswer: ({ lastUpdateId, bids, asks }, { symbol }, { receivedAt }) => ({
    type: 'depthSnapshot',
    symbol,
    receivedAt,
    lastUpdateId,
    bids,
    asks,
  }),
})
