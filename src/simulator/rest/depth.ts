/** `depth`. Source: rest-api.md, Order book. */
import { levels } from '../payloads.js'
import { integer, limitOf } from './query.js'
import { instrumentOf, type Route } from './route.js'

/** Levels of each side. */
export const MOST_LEVELS = 5_000

const USUAL = 100
/** `[up to this limit, weight]`. */
const WEIGHTS = [
  [100, 5],
  [500, 25],
  [1_000, 50],
] as const
const HEAVIEST = 250

export const depth: Route = {
  parameters: ['symbol', 'limit', 'symbolStatus'],
  weight(query) {
    const limit = integer(query, 'limit') ?? USUAL
    return WEIGHTS.find(([most]) => limit <= most)?.[1] ?? HEAVIEST
  },
  answer(question) {
    const instrument = instrumentOf(question)
    const { listing } = instrument
    const limit = limitOf(question.query, USUAL, MOST_LEVELS)
    const book = question.faults.snapshot(listing.symbol) ?? instrument.depth(limit)
    const bids = levels(book.bids.slice(0, limit), listing)
    const asks = levels(book.asks.slice(0, limit), listing)
    return `{"lastUpdateId":${book.lastUpdateId},"bids":${bids},"asks":${asks}}`
  },
}
