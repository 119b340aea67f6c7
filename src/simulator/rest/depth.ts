/**
 * `depth`: from a recording that is played, else from the market. Source: rest-api.md, Order book.
 */
import { MAX_LEVELS } from '../market/instrument.js'
import { levels } from '../streams/payloads.js'
import { parseInteger, parseLimit } from './query.js'
import { instrumentOf, type Route } from './route.js'

const DEFAULT_LIMIT = 100
/** `[up to this limit, weight]`. */
const WEIGHTS = [
  [100, 5],
  [500, 25],
  [1_000, 50],
] as const
const MAX_WEIGHT = 250

export const depth: Route = {
  parameters: ['symbol', 'limit', 'symbolStatus'],
  weight(query) {
    const limit = parseInteger(query, 'limit') ?? DEFAULT_LIMIT
    return WEIGHTS.find(([max]) => limit <= max)?.[1] ?? MAX_WEIGHT
  },
  respond(context) {
    const { faults, query, snapshots } = context
    const limit = parseLimit(query, DEFAULT_LIMIT, MAX_LEVELS)
    const recorded = snapshots.depth(query.get('symbol') ?? '')
    if (recorded !== undefined) {
      const { lastUpdateId, bids, asks } = recorded
      return JSON.stringify({ lastUpdateId, bids: bids.slice(0, limit), asks: asks.slice(0, limit) })
    }
    const instrument = instrumentOf(context)
    const { spec } = instrument
    const book = faults.snapshot(spec.symbol) ?? instrument.depth(limit)
    const bids = levels(book.bids.slice(0, limit), spec)
    const asks = levels(book.asks.slice(0, limit), spec)
    return `{"lastUpdateId":${book.lastUpdateId},"bids":${bids},"asks":${asks}}`
  },
}
