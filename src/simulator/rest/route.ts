/** What a REST route is: what it takes, what it weighs, what it answers. */
import type { RestDesk } from '../faults/rest-desk.js'
import type { Instrument } from '../instrument.js'
import type { Limits } from '../limits.js'
import type { Listing } from '../listing.js'
import type { Unit } from '../payloads.js'
import {
  badCombination,
  invalid,
  legalSymbol,
  legalSymbols,
  mandatory,
  type Query,
  RestError,
} from './query.js'

/** The market, asked. */
export interface Asked {
  readonly symbols: readonly Listing[]
  instrument(symbol: string): Instrument | undefined
}

/** One request. */
export interface Question {
  readonly query: Query
  readonly market: Asked
  readonly limits: Limits
  readonly faults: RestDesk
  /** The market's time, epoch ms. */
  readonly now: number
  /** What the exchange's clock says: `now`, unless a fault has put it wrong. */
  readonly clock: number
  /** Times are told in milliseconds (1) or microseconds (1000). */
  readonly unit: Unit
}

export interface Route {
  readonly parameters: readonly string[]
  /** Source: rest-api.md, the Weight of each route. */
  readonly weight: (query: Query) => number
  /** JSON text; throws `RestError`. */
  readonly answer: (question: Question) => string
}

/** Every symbol of this exchange trades, so another status is nobody's. Source: enums.md, Symbol status. */
const STATUSES = ['TRADING', 'HALT', 'BREAK']
const MOST_SYMBOLS = 100

/** The one instrument that `symbol` names. */
export function instrumentOf({ market, query }: Question): Instrument {
  const found = find(market, legalSymbol('symbol', mandatory(query, 'symbol')))
  if (!trades(query)) {
    throw new RestError(-1220, "The symbol's status does not match the requested symbolStatus.")
  }
  return found
}

/**
 * Answers for the one that `symbol` names, or with a list for those that `symbols` names, or for all.
 * @param mayBeAll false where either must be given
 */
export function forEach(
  question: Question,
  row: (instrument: Instrument) => object,
  mayBeAll = true,
): string {
  const { market, query } = question
  const many = query.get('symbols')
  if (query.has('symbol')) {
    if (many !== undefined) throw badCombination()
    return JSON.stringify(row(instrumentOf(question)))
  }
  if (many === undefined && !mayBeAll) {
    throw new RestError(-1102, "Param 'symbol' or 'symbols' must be sent, but both were empty/null!")
  }
  const names = many === undefined ? market.symbols.map(({ symbol }) => symbol) : legalSymbols(many)
  if (!mayBeAll && names.length > MOST_SYMBOLS) throw invalid('symbols')
  const found = names.map(name => find(market, name))
  return JSON.stringify(trades(query) ? found.map(row) : [])
}

/** The listings that `symbol` or `symbols` names; all that have the status asked for when neither does. */
export function listingsOf({ market, query }: Question): readonly Listing[] {
  const [one, many] = [query.get('symbol'), query.get('symbols')]
  if (one === undefined && many === undefined) return trades(query) ? market.symbols : []
  const names = one === undefined ? legalSymbols(many ?? '') : [legalSymbol('symbol', one)]
  return names.map(name => {
    const found = market.symbols.find(({ symbol }) => symbol === name)
    if (found === undefined) throw new RestError(-1121, 'Invalid symbol.')
    return found
  })
}

/** Whether symbols that trade are asked for. */
export function trades(query: Query): boolean {
  const status = query.get('symbolStatus') ?? 'TRADING'
  if (!STATUSES.includes(status)) throw new RestError(-1122, 'Invalid symbolStatus.')
  return status === 'TRADING'
}

/** How many symbols a query names; undefined for all. */
export function countSymbols(query: Query): number | undefined {
  return query.has('symbol') ? 1 : query.get('symbols')?.split(',').length
}

function find(market: Asked, symbol: string): Instrument {
  const found = market.instrument(symbol)
  if (found === undefined) throw new RestError(-1121, 'Invalid symbol.')
  return found
}
