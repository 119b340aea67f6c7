/** `depth`. Source: rest-api.md, Order book. */
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
    const instrument = instrumentOf(context)
    const { spec } = instrument
    const limit = parseLimit(context.query, DEFAULT_LIMIT, MAX_LEVELS)
    const book = context.faults.snapshot(spec.symbol) ?? instrument.depth(limit)
    const bids = levels(book.bids.slice(0, limit), spec)
    const asks = levels(book.asks.slice(0, limit), spec)
    return `{"lastUpdateId":${book.lastUpdateId},"bids":${bids},"asks":${asks}}`
  },
}
