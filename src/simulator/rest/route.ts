/** A REST route: its parameters, its weight, its response; and how routes find their symbols. */
import type { RestFaults } from '../faults/active/rest-faults.js'
import type { RecordedDepth } from '../playback/recording.js'
import type { Instrument } from '../market/instrument.js'
import type { Limits } from '../limits.js'
import type { SymbolSpec } from '../engine/symbol-spec.js'
import type { Unit } from '../streams/unit.js'
import {
  badCombination,
  invalid,
  parseSymbol,
  parseSymbols,
  mandatory,
  type Query,
  RestError,
} from './query.js'

/** Read access to the market. */
export interface MarketReader {
  readonly symbols: readonly SymbolSpec[]
  instrument(symbol: string): Instrument | undefined
}

/** Snapshots of a recording, which replace the market's. */
export interface DepthSnapshots {
  /**
   * The book of a symbol at the recorded time that playback has reached; undefined for a symbol
   * without a snapshot.
   */
  depth(symbol: string): RecordedDepth | undefined
}

/** One request. */
export interface RouteContext {
  readonly query: Query
  readonly market: MarketReader
  readonly snapshots: DepthSnapshots
  readonly limits: Limits
  readonly faults: RestFaults
  /** The market's time, epoch ms. */
  readonly now: number
  /** The exchange's clock: `now`, unless a fault skews it. */
  readonly clock: number
  /** Unit of times in the response. */
  readonly unit: Unit
}

export interface Route {
  readonly parameters: readonly string[]
  /** Source: rest-api.md, the Weight of each route. */
  readonly weight: (query: Query) => number
  /** JSON text; throws `RestError`. */
  readonly respond: (context: RouteContext) => string
}

/** Every symbol of this exchange has the status TRADING. Source: enums.md, Symbol status. */
const STATUSES = ['TRADING', 'HALT', 'BREAK']
const MAX_SYMBOLS = 100

/** The one instrument that `symbol` names. */
export function instrumentOf({ market, query }: RouteContext): Instrument {
  const instrument = find(market, parseSymbol('symbol', mandatory(query, 'symbol')))
  if (!wantsTrading(query)) {
    throw new RestError(-1220, "The symbol's status does not match the requested symbolStatus.")
  }
  return instrument
}

/**
 * Responds with one object for `symbol`, or a list for `symbols` or for all.
 * @param mayBeAll false where a symbol must be named
 */
export function respondPerSymbol(
  context: RouteContext,
  row: (instrument: Instrument) => object,
  mayBeAll = true,
): string {
  const { market, query } = context
  const many = query.get('symbols')
  if (query.has('symbol')) {
    if (many !== undefined) throw badCombination()
    return JSON.stringify(row(instrumentOf(context)))
  }
  if (many === undefined && !mayBeAll) {
    throw new RestError(-1102, "Param 'symbol' or 'symbols' must be sent, but both were empty/null!")
  }
  const names = many === undefined ? market.symbols.map(({ symbol }) => symbol) : parseSymbols(many)
  if (!mayBeAll && names.length > MAX_SYMBOLS) throw invalid('symbols')
  const found = names.map(name => find(market, name))
  return JSON.stringify(wantsTrading(query) ? found.map(row) : [])
}

/** The symbols that `symbol` or `symbols` names; all of the requested status when neither does. */
export function specsFor({ market, query }: RouteContext): readonly SymbolSpec[] {
  const [one, many] = [query.get('symbol'), query.get('symbols')]
  if (one === undefined && many === undefined) return wantsTrading(query) ? market.symbols : []
  const names = one === undefined ? parseSymbols(many ?? '') : [parseSymbol('symbol', one)]
  return names.map(name => {
    const found = market.symbols.find(({ symbol }) => symbol === name)
    if (found === undefined) throw new RestError(-1121, 'Invalid symbol.')
    return found
  })
}

/** Whether symbols that trade are requested. */
export function wantsTrading(query: Query): boolean {
  const status = query.get('symbolStatus') ?? 'TRADING'
  if (!STATUSES.includes(status)) throw new RestError(-1122, 'Invalid symbolStatus.')
  return status === 'TRADING'
}

/** The number of symbols that a query names; undefined for all. */
export function countSymbols(query: Query): number | undefined {
  return query.has('symbol') ? 1 : query.get('symbols')?.split(',').length
}

function find(market: MarketReader, symbol: string): Instrument {
  const found = market.instrument(symbol)
  if (found === undefined) throw new RestError(-1121, 'Invalid symbol.')
  return found
}
