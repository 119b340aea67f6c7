/** Watches the order book of one symbol and emits the view that the renderers show. */
import { type Book, isMarketError, type Market } from 'rxmarket'
import {
  catchError,
  connect,
  count,
  defer,
  interval,
  map,
  merge,
  mergeMap,
  type Observable,
  type OperatorFunction,
  scan,
  type SchedulerLike,
  startWith,
  throttleTime,
  window,
} from 'rxjs'
import { CliError, USAGE_ERROR } from '../cli-error.js'
import { emptyPanel } from '../state/book-panel.js'
import { reduceBook, reduceBookSecond, type Reducer } from '../state/reducers.js'
import { emptyView, type View } from '../state/view.js'
import { marketUpdates$ } from './market-updates.js'

/** Milliseconds between two readings of the book: ten frames a second. */
const READ_INTERVAL = 100

/**
 * Emits the view after every reading of the book, at most ten a second, and after every change of
 * the connection. Never completes. Errors with a `CliError` when the exchange is unreachable or
 * rejects the symbol.
 */
export const watchBook$ = (
  market: Market,
  symbol: string,
  { scheduler }: { readonly scheduler: SchedulerLike },
): Observable<View> =>
  defer(() => {
    const start = { ...emptyView([], scheduler.now()), book: emptyPanel(symbol) }
    return marketUpdates$(market, scheduler, () =>
      market.book$(symbol).pipe(rejectedSymbol(symbol), bookUpdates(scheduler)),
    ).pipe(
      scan((view, reduce) => reduce({ ...view, now: scheduler.now() }), start as View),
      startWith(start),
    )
  })

const bookUpdates = (scheduler: SchedulerLike): OperatorFunction<Book, Reducer> =>
  connect(book$ =>
    merge(
      book$.pipe(
        throttleTime(READ_INTERVAL, scheduler, { leading: true, trailing: true }),
        map(book => reduceBook(book)),
      ),
      book$.pipe(
        window(interval(1_000, scheduler)),
        mergeMap(second$ => second$.pipe(count())),
        map(reduceBookSecond),
      ),
    ),
  )

const rejectedSymbol = (symbol: string): OperatorFunction<Book, Book> =>
  catchError((error: unknown) => {
    if (!isMarketError(error, 'REQUEST_REJECTED')) throw error
    throw new CliError(`the exchange has no order book of ${symbol}: ${error.message}`, USAGE_ERROR)
  })
