/** Checks the arguments of history methods, and queries given as data, before anything is asked. */
import {
  check,
  checkFunction,
  checkInteger,
  checkLimit,
  checkOneOf,
  isInteger,
  isRecord,
  type OptionHints,
} from '../validation/check.js'
import { guarded } from '../validation/guarded.js'
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import { readOptions } from '../validation/read-options.js'
import { checkSymbol, checkSymbols } from '../model/checks/check-symbols.js'
import { Freq } from '../model/freq.js'
import type { Query, QueryKind, QueryOptions } from '../model/query.js'

type Fields = Readonly<Record<string, unknown>>

/** Elements of one answer; levels of a side for a snapshot. */
const MAX_LIMIT = 1_000
const MAX_LEVELS = 5_000

/** The allowed values of each field; `symbol` and `symbols` are checked by their own rules. */
const FIELDS: Readonly<Record<string, (name: string, value: unknown) => void>> = {
  fromId: (name, value) => checkInteger(name, value, 0),
  from: checkTime,
  to: checkTime,
  freq: (name, value) => checkOneOf(name, value, Object.values(Freq)),
  timeZone: (name, value) => checkOneOf(name, value, ['+00:00', '+08:00']),
}

/** Fields of each kind of query: the required ones, then the optional ones. */
const KINDS: Readonly<Record<QueryKind, readonly [readonly string[], readonly string[]]>> = {
  depthSnapshot: [['symbol', 'limit'], []],
  trades: [['symbol', 'limit'], ['fromId']],
  aggTrades: [
    ['symbol', 'limit'],
    ['fromId', 'from', 'to'],
  ],
  klines: [
    ['symbol', 'freq', 'limit'],
    ['timeZone', 'from', 'to'],
  ],
  instruments: [[], ['symbols']],
  serverTime: [[], []],
}

const HINTS: OptionHints = {
  startTime: 'from',
  since: 'from',
  endTime: 'to',
  until: 'to',
  interval: 'freq',
  tz: 'timeZone',
}

/** A query, checked. Throws `INVALID_OPTION`, or `INVALID_CHANNEL` for a symbol. */
export function checkQuery<Q extends Query>(query: Q): Q {
  return guarded(
    () => readQuery(query) as Q,
    cause => new InvalidOptionError('query', 'cannot be read', cause),
  )
}

function readQuery(query: unknown): object {
  const kinds = Object.keys(KINDS)
  const isQuery = isRecord(query) && kinds.includes(query['kind'] as string)
  check('query', query, isQuery, `an object whose kind is ${kinds.join(', ')}`)
  const { kind, ...fields } = query as Fields & { kind: QueryKind }
  const [needed, optional] = KINDS[kind]
  const given = readOptions(`a query of ${kind}`, fields, [...needed, ...optional], { hints: HINTS })
  for (const name of needed)
    check(name, given[name], given[name] !== undefined, `given in a query of ${kind}`)
  return { kind, ...checkFields(kind, given) }
}

/** Returns the checked options of a method: the given ones among `names`. */
export function checkHistoryOptions(method: string, options: unknown, names: readonly string[]): Fields {
  return checkFields(method, readOptions(`${method}$`, options, names, { hints: HINTS }))
}

/** Returns the checked options of a query. */
export function checkQueryOptions(options: unknown): QueryOptions {
  const given: QueryOptions = readOptions('query$', options, ['priority', 'maxAttempts', 'onPosition'])
  const { priority, maxAttempts, onPosition } = given
  if (priority !== undefined) check('priority', priority, Number.isFinite(priority), 'a finite number')
  if (maxAttempts !== undefined) checkLimit('maxAttempts', maxAttempts)
  if (onPosition !== undefined) checkFunction('onPosition', onPosition, 'a function of a place in the queue')
  return given
}

/** The fields that were given, symbols in upper case. */
export function checkFields(method: string, fields: Fields): Fields {
  const { fromId, from, to } = fields
  if (fromId !== undefined && from !== undefined)
    throw new InvalidOptionError('from', 'cannot be combined with fromId: give the one or the other')
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const checked = Object.fromEntries(
    given.map(([name, value]) => {
      if (name === 'symbol') return [name, checkSymbol(method, value)]
      if (name === 'symbols') return [name, checkSymbols(method, value)]
      if (name === 'limit') checkInteger(name, value, 1, method === 'depthSnapshot' ? MAX_LEVELS : MAX_LIMIT)
      FIELDS[name]?.(name, value)
      return [name, value]
    }),
  )
  if (isInteger(from, 0) && isInteger(to, 0)) check('to', to, from <= to, `not earlier than from, ${from}`)
  return checked
}

function checkTime(name: string, value: unknown): void {
  const isDate = Object.prototype.toString.call(value) === '[object Date]'
  const advice = isDate ? '; pass its getTime()' : ''
  check(name, value, isInteger(value, 0), `epoch milliseconds, an integer from 0${advice}`)
}
