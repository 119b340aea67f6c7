/** The history of a market over any Feed: one-shot observables, paged by themselves. */
import { mergeMap, type Observable, throwError } from 'rxjs'
import type { Feed } from '../feed.js'
import type { Market } from '../market.js'
import type { AnswerOf, Query, QueryOf, QueryOptions } from '../model/query.js'
import { UnsupportedError } from '../model/errors/request-errors.js'
import { checkFields, checkHistoryOptions, checkQuery, checkQueryOptions } from './check-history.js'
import { pages$ } from './pages.js'

/** Elements of a page: the most that the exchange gives. */
const PAGE = 1_000
/** The default levels of a snapshot, with the smallest request weight. */
const DEFAULT_LEVELS = 100

/** Long histories must not use up the weight that books and backfills need. */
const PAGING: QueryOptions = { priority: -1 }

type History<N> = Pick<
  Market<N>,
  | 'depthSnapshot$'
  | 'tradeHistory$'
  | 'aggTradeHistory$'
  | 'klineHistory$'
  | 'instruments$'
  | 'serverTime$'
  | 'query$'
>

export function marketHistory<N>(feed: Feed<N>): History<N> {
  const ask$ = <Q extends Query>(query: Q, options?: QueryOptions): Observable<AnswerOf<Q, N>> =>
    feed.query$?.(query, options) ?? throwError(() => new UnsupportedError(query.kind))

  const askPage$ = <Q extends Query>(query: Q): Observable<AnswerOf<Q, N>> => ask$(query, PAGING)

  return {
    query$: (query, options) => ask$(checkQuery(query), checkQueryOptions(options)),
    depthSnapshot$: (symbol, limit = DEFAULT_LEVELS) =>
      ask$({
        kind: 'depthSnapshot',
        ...(checkFields('depthSnapshot', { symbol, limit }) as { symbol: string; limit: number }),
      }),
    tradeHistory$(symbol, options) {
      const query = {
        kind: 'trades',
        limit: PAGE,
        ...checkFields('tradeHistory', { symbol }),
        ...checkHistoryOptions('tradeHistory', options, ['fromId']),
      } as QueryOf<'trades'>
      return pages$(query, askPage$, (before, last) => ({ ...before, fromId: last.tradeId + 1 }))
    },
    aggTradeHistory$(symbol, options) {
      const query = {
        kind: 'aggTrades',
        limit: PAGE,
        ...checkFields('aggTradeHistory', { symbol }),
        ...checkHistoryOptions('aggTradeHistory', options, ['fromId', 'from', 'to']),
      } as QueryOf<'aggTrades'>
      return pages$(query, askPage$, ({ from: _from, ...before }, last) => ({
        ...before,
        fromId: last.aggregateTradeId + 1,
      }))
    },
    klineHistory$(symbol, freq, options) {
      const query = {
        kind: 'klines',
        limit: PAGE,
        ...checkFields('klineHistory', { symbol, freq }),
        ...checkHistoryOptions('klineHistory', options, ['from', 'to', 'timeZone']),
      } as QueryOf<'klines'>
      return pages$(query, askPage$, (before, last) => ({ ...before, from: last.openTime + 1 }))
    },
    instruments$: () => ask$({ kind: 'instruments' }).pipe(mergeMap(list => list)),
    serverTime$: () => ask$({ kind: 'serverTime' }),
  }
}
