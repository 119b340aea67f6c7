/** Parses the query of a REST request strictly. Source: errors.md, 11xx. */

/** An error response, thrown inside a route. */
export class RestError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

/** Parameters by name. */
export type Query = ReadonlyMap<string, string>

const SYMBOL_RANGE = '^[A-Z0-9-_.]{1,20}$'
const SYMBOLS_RANGE = '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$'
const NUMBER_RANGE = '^[0-9]{1,20}$'
/**
 * Times from here on (the year 5138, were they milliseconds) are microseconds. Source: rest-api.md,
 * General API Information.
 */
const MICROSECONDS = 1e14

export function illegalCharacters(name: string, range: string): RestError {
  return new RestError(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`)
}

export function invalid(name: string): RestError {
  return new RestError(-1130, `Data sent for parameter '${name}' is not valid.`)
}

export function badCombination(): RestError {
  return new RestError(-1128, 'Combination of optional parameters invalid.')
}

/** @param known parameters of the route */
export function readQuery(search: string, known: readonly string[]): Query {
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(search)) {
    if (query.has(name)) throw new RestError(-1101, 'Duplicate values for a parameter detected.')
    if (known.includes(name) && value === '') throw new RestError(-1105, `Parameter '${name}' was empty.`)
    query.set(name, value)
  }
  const read = [...query.keys()].filter(name => known.includes(name)).length
  if (read < query.size) {
    throw new RestError(
      -1104,
      `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${query.size}'.`,
    )
  }
  return query
}

export function mandatory(query: Query, name: string): string {
  const value = query.get(name)
  if (value !== undefined) return value
  throw new RestError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
}

/** A symbol's name; whether it is listed is another context. */
export function parseSymbol(name: string, text: string): string {
  if (/^[\w.\-\u0080-\uffff]{1,40}$/.test(text) && text === text.toUpperCase()) return text
  throw illegalCharacters(name, SYMBOL_RANGE)
}

/** A list such as `["BTCUSDT","ETHUSDT"]`. */
export function parseSymbols(text: string): readonly string[] {
  if (/^\[\s*\]$/.test(text)) throw new RestError(-1105, "Parameter 'symbols' was empty.")
  if (!/^\["[^"\\]+"(?:,\s*"[^"\\]+")*\]$/.test(text)) throw illegalCharacters('symbols', SYMBOLS_RANGE)
  const names = (JSON.parse(text) as string[]).map(name => parseSymbol('symbols', name))
  if (new Set(names).size < names.length) {
    throw new RestError(-1151, 'Symbol is present multiple times in the list.')
  }
  return names
}

export function parseInteger(query: Query, name: string): number | undefined {
  const text = query.get(name)
  if (text === undefined) return undefined
  if (!/^\d{1,20}$/.test(text)) throw illegalCharacters(name, NUMBER_RANGE)
  return Number(text)
}

/** Epoch ms; may be sent in microseconds. */
export function parseTime(query: Query, name: string): number | undefined {
  const sent = parseInteger(query, name)
  return sent !== undefined && sent >= MICROSECONDS ? Math.floor(sent / 1_000) : sent
}

/** Parses `limit`; values above `max` are taken for `max`. */
export function parseLimit(query: Query, byDefault: number, max: number): number {
  const limit = parseInteger(query, 'limit') ?? byDefault
  if (limit < 1) throw invalid('limit')
  return Math.min(max, limit)
}
