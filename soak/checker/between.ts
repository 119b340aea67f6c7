/**
 * The elements missing between two events of one stream, determined independently of the client's
 * rules.
 *
 * Source: docs/reliability.md, the table of kinds.
 */
import type { MarketEvent } from '../../src/index.js'
import type { Fields } from './payloads.js'

export type Between =
  /** The second follows the first, or nothing can be known to be missing. */
  | { readonly type: 'nothing' }
  /** Something is; `missing` where the exchange numbers it. */
  | { readonly type: 'gap'; readonly missing?: number }
  /**
   * The second is as new as the first, or older: it is a repetition, or the ids have begun again.
   */
  | { readonly type: 'not newer' }

const NOTHING: Between = { type: 'nothing' }
const NOT_NEWER: Between = { type: 'not newer' }

/** The first and the last id of an event, in this order, by kind. */
const IDS: Readonly<Record<string, readonly [first: string, last: string]>> = {
  trade: ['tradeId', 'tradeId'],
  blockTrade: ['tradeId', 'tradeId'],
  aggTrade: ['aggregateTradeId', 'aggregateTradeId'],
  depthDiff: ['firstUpdateId', 'lastUpdateId'],
  kline: ['openTime', 'openTime'],
  bookTicker: ['updateId', 'updateId'],
  depth: ['lastUpdateId', 'lastUpdateId'],
}
/** Kinds whose ids have no holes. */
const LOGS = ['trade', 'blockTrade', 'aggTrade', 'depthDiff']

export interface Ids {
  readonly first: number
  readonly last: number
}

/** The ids of an event; `undefined` for kinds without ids. */
export function idsOf(event: Fields): Ids | undefined {
  const names = IDS[String(event['type'])]
  return names === undefined ? undefined : { first: Number(event[names[0]]), last: Number(event[names[1]]) }
}

/** The first id of an event that the client has emitted; `NaN` where its kind has none. */
export const firstIdOf = (event: MarketEvent<unknown>): number =>
  idsOf(event as unknown as Fields)?.first ?? NaN

/**
 * The exchange's time of an event; that of the newest ticker of a list; `NaN` where it has none.
 */
export function timeOf(event: Fields): number {
  const { tickers, eventTime, validAt } = event
  if (event['type'] === 'referencePrice') return Number(validAt)
  if (!Array.isArray(tickers)) return eventTime === undefined ? NaN : Number(eventTime)
  const times = (tickers as readonly Fields[]).map(each => Number(each['eventTime']))
  return times.length === 0 ? NaN : Math.max(...times)
}

/**
 * @param isInterrupted whether the connection was lost between the two, so that a state may have
 *   been missed
 */
export function between(previous: Fields, event: Fields, isInterrupted: boolean): Between {
  const type = String(event['type'])
  const ids = idsOf(event)
  const before = idsOf(previous)
  if (type === 'kline') return betweenKlines(previous, event)
  if (ids === undefined || before === undefined) {
    const difference = timeOf(event) - timeOf(previous)
    if (difference < 0) return NOT_NEWER
    return difference > 0 && isInterrupted ? { type: 'gap' } : NOTHING
  }
  if (!LOGS.includes(type)) {
    if (ids.last === before.last) return type === 'depth' ? NOTHING : NOT_NEWER
    if (ids.last < before.last) return NOT_NEWER
    return isInterrupted ? { type: 'gap' } : NOTHING
  }
  const missing = ids.first - before.last - 1
  // Each trade is in one aggregate: where none is between, no aggregate is.
  const isProved = type === 'aggTrade' && event['firstTradeId'] === Number(previous['lastTradeId']) + 1
  if (missing > 0) return isProved ? NOTHING : { type: 'gap', missing }
  return ids.last > before.last ? NOTHING : NOT_NEWER
}

function betweenKlines(previous: Fields, event: Fields): Between {
  const [openTime, previousOpenTime] = [Number(event['openTime']), Number(previous['openTime'])]
  if (openTime < previousOpenTime) return NOT_NEWER
  const wasClosed = previous['isClosed'] === true
  if (openTime > previousOpenTime) {
    // None of the kinds that are generated varies in length.
    const length = Number(previous['closeTime']) - previousOpenTime + 1
    const missing = Math.round((openTime - previousOpenTime) / length) - (wasClosed ? 1 : 0)
    return missing > 0 ? { type: 'gap', missing } : NOTHING
  }
  if (wasClosed) return NOT_NEWER
  const difference = Number(event['tradeCount']) - Number(previous['tradeCount'])
  const isSame = difference === 0 && event['isClosed'] !== true && timeOf(event) === timeOf(previous)
  return difference < 0 || isSame ? NOT_NEWER : NOTHING
}
