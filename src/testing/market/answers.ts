/** Answers of a marble market: what it is asked once is given, as nothing of it is drawn. */
import {
  defer,
  isObservable,
  map,
  type Observable,
  observeOn,
  of,
  type SchedulerLike,
  throwError,
} from 'rxjs'
import type { AnswerByKind, AnswerOf, Query, QueryKind, QueryOf } from '../../model/query.js'
import { UnsupportedError } from '../../model/errors/request-errors.js'

/**
 * The answers of a marble market, for each kind of query: the answer, a function that makes it, or
 * an observable of it, such as a cold diagram for an answer that takes time or fails.
 *
 * Given trades, aggregate trades and klines are the whole history: each query is answered with its
 * symbol's elements within its ids and times, up to its limit.
 */
export type MarketAnswers = { readonly [K in QueryKind]?: Given<K> }

type Given<K extends QueryKind> = Answer<K> | ((query: QueryOf<K>) => Answer<K>)
type Answer<K extends QueryKind> = AnswerByKind[K] | Observable<AnswerByKind[K]>

/**
 * Answers on `scheduler`, in the frame of the subscription, as `answers` gives it; errors with
 * `UNSUPPORTED` where it does not.
 */
export function answer$<Q extends Query>(
  query: Q,
  answers: MarketAnswers,
  scheduler: SchedulerLike,
): Observable<AnswerOf<Q>> {
  const given$ = defer((): Observable<unknown> => {
    const given = answers[query.kind] as unknown
    if (given === undefined) {
      const advice = `give marbleMarket the answer: { answers: { ${query.kind}: … } }`
      return throwError(() => new UnsupportedError(query.kind, advice))
    }
    const made: unknown = typeof given === 'function' ? (given as (query: Query) => unknown)(query) : given
    return isObservable(made) ? made : of(made)
  })
  return given$.pipe(
    // An answer has the type of its query's kind.
    map(answer => (Array.isArray(answer) ? select(query, answer) : answer) as AnswerOf<Q>),
    observeOn(scheduler),
  )
}

/** The elements that the exchange would select of its history. */
function select(query: Query, elements: readonly unknown[]): readonly unknown[] {
  switch (query.kind) {
    case 'trades':
      return page(query, elements as AnswerByKind['trades'], ({ tradeId }) => tradeId >= (query.fromId ?? 0))
    case 'aggTrades':
      return page(query, elements as AnswerByKind['aggTrades'], trade =>
        query.fromId === undefined
          ? isWithin(query, trade.tradeTime)
          : trade.aggregateTradeId >= query.fromId && isWithin({ to: query.to }, trade.tradeTime),
      )
    case 'klines':
      return page(
        query,
        elements as AnswerByKind['klines'],
        ({ freq, timeZone, openTime }) =>
          freq === query.freq && timeZone === (query.timeZone ?? '+00:00') && isWithin(query, openTime),
      )
    case 'instruments':
      return (elements as AnswerByKind['instruments']).filter(
        ({ symbol }) => query.symbols?.includes(symbol) !== false,
      )
    default:
      return elements
  }
}

interface PageQuery {
  readonly symbol: string
  readonly limit: number
  readonly fromId?: number | undefined
  readonly from?: number | undefined
}

/** The first elements from where the query begins, or else the newest, marked as history. */
function page<E extends { readonly symbol: string }>(
  { symbol, limit, fromId, from }: PageQuery,
  elements: readonly E[],
  isWanted: (element: E) => boolean,
): readonly E[] {
  const found = elements.filter(element => element.symbol === symbol && isWanted(element))
  const isFromStart = fromId !== undefined || from !== undefined
  const cut = isFromStart ? found.slice(0, limit) : found.slice(-limit)
  return cut.map(element => ({ ...element, backfilled: true }))
}

const isWithin = (
  {
    from = -Infinity,
    to = Infinity,
  }: { readonly from?: number | undefined; readonly to?: number | undefined },
  time: number,
): boolean => time >= from && time <= to
