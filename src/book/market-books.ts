/** `book$` of a market over any feed that answers `depthDiff` and `depthSnapshot`. */
import { asyncScheduler, from, interval, mergeAll, Observable, using } from 'rxjs'
import type { Feed } from '../feed.js'
import type { Market } from '../market.js'
import type { Book } from '../model/book.js'
import { BookMismatchError } from '../model/errors/book-errors.js'
import type { ChannelOf } from '../model/channel.js'
import { type BookSettings, readBookOptions } from './book-options.js'
import { levelValues } from './level-values.js'
import { SharedBooks } from './shared-books.js'
import { TouchAudit } from './touch-audit.js'

/** @param report gets what does not end a book: requests that failed, and what audits found */
export function marketBooks<N>(feed: Feed<N>, report: (error: unknown) => void): Pick<Market<N>, 'book$'> {
  const shared = new SharedBooks(feed, report)

  const audited$ = (
    diffs: ChannelOf<'depthDiff'>,
    { snapshot, audit }: BookSettings,
  ): Observable<Book<N>> => {
    const book$ = shared.book$(diffs, snapshot)
    const refresh = (): void => shared.refresh(diffs)
    if (audit === undefined) return book$
    if (audit === 'bookTicker') return withTouchAudit$(feed, book$, { diffs, refresh, report })
    return using(
      () => interval(audit, feed.scheduler ?? asyncScheduler).subscribe(refresh),
      () => book$,
    )
  }

  return {
    book$: (symbols, options) => {
      const settings = readBookOptions(symbols, options)
      const all$ = settings.diffs.map(diffs => audited$(diffs, settings))
      return all$.length === 1 ? (all$[0] as Observable<Book<N>>) : from(all$).pipe(mergeAll())
    },
  }
}

function withTouchAudit$<N>(
  feed: Feed<N>,
  book$: Observable<Book<N>>,
  {
    diffs,
    refresh,
    report,
  }: {
    readonly diffs: ChannelOf<'depthDiff'>
    readonly refresh: () => void
    readonly report: (error: unknown) => void
  },
): Observable<Book<N>> {
  const { symbol } = diffs
  return new Observable(subscriber => {
    const values = levelValues(feed.numeric)
    const audit = new TouchAudit<N>(value => values.toDouble(value))
    subscriber.add(
      feed.channel$({ kind: 'bookTicker', symbol }).subscribe({
        next: ticker => {
          for (const { updateId, difference } of audit.compare(ticker)) {
            report(new BookMismatchError(symbol, updateId, [difference], 1))
            refresh()
          }
        },
        error: (error: unknown) => subscriber.error(error),
      }),
    )
    subscriber.add(
      book$.subscribe({
        next: book => {
          if (book.state === 'live') audit.add(book)
          else audit.clear()
          subscriber.next(book)
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    )
  })
}
