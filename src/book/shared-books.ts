/** Local books, shared: one for each symbol, speed and connection, while it has subscribers. */
import { asyncScheduler, filter, Observable, Subject, throwError } from 'rxjs'
import type { Feed } from '../feed.js'
import type { Book } from '../model/book.js'
import type { ChannelOf } from '../model/channel.js'
import { UnsupportedError } from '../model/errors/request-errors.js'
import type { ConnectionStatus } from '../model/status.js'
import { Failures } from '../streams/failures.js'
import { BookSync } from './book-sync.js'
import type { BookView } from './book-view.js'
import { levelValues } from './level-values.js'

interface SharedBook<N> {
  readonly sync: BookSync<N>
  readonly books$: Subject<Book<N>>
  subscribers: number
  current: BookView<N> | undefined
}

export class SharedBooks<N> {
  readonly #feed: Feed<N>
  readonly #report: (error: unknown) => void
  readonly #failures = new Failures()
  readonly #books = new Map<string, SharedBook<N>>()

  /** @param report gets what does not end a book, such as requests that failed */
  constructor(feed: Feed<N>, report: (error: unknown) => void) {
    this.#feed = feed
    this.#report = report
  }

  /**
   * The book that `diffs` keep: the current one on subscribe, then each change. Widens it where it
   * began with fewer levels.
   */
  book$(diffs: ChannelOf<'depthDiff'>, limit: number): Observable<Book<N>> {
    const shared$ = new Observable<Book<N>>(subscriber => {
      const known = this.#books.get(keyOf(diffs))
      const book = known ?? this.#add(diffs, limit)
      book.subscribers++
      subscriber.add(() => {
        if (--book.subscribers === 0) this.#remove(diffs, book)
      })
      if (book.current !== undefined) subscriber.next(book.current.withoutChanges())
      if (subscriber.closed) return
      subscriber.add(book.books$.subscribe(subscriber))
      if (known === undefined) book.sync.start()
      else book.sync.widen(limit)
    })
    return this.#failures.unlessHandled$(shared$)
  }

  /** Compares an open book with a fetched snapshot. */
  refresh(diffs: ChannelOf<'depthDiff'>): void {
    this.#books.get(keyOf(diffs))?.sync.refresh()
  }

  #add(diffs: ChannelOf<'depthDiff'>, limit: number): SharedBook<N> {
    const feed = this.#feed
    const { symbol } = diffs
    const status$ = (wanted: ConnectionStatus['type']): Observable<ConnectionStatus> =>
      feed.connection$.pipe(
        filter(
          ({ type, connection }) =>
            type === wanted && connection === (feed.connectionOf?.(diffs) ?? connection),
        ),
      )
    const source = {
      symbol,
      values: levelValues(feed.numeric),
      diffs$: feed.channel$(diffs),
      interruptions$: status$('reconnecting'),
      resumptions$: status$('live'),
      // The book itself repeats what fails, so that it can become stale.
      snapshot$: (levels: number, priority: number, onPosition: (position: number) => void) =>
        feed.query$?.(
          { kind: 'depthSnapshot', symbol, limit: levels },
          { priority, maxAttempts: 1, onPosition },
        ) ?? throwError(() => new UnsupportedError('depthSnapshot')),
      scheduler: feed.scheduler ?? asyncScheduler,
    }
    const books$ = new Subject<Book<N>>()
    const sync = new BookSync<N>(
      source,
      {
        book(next) {
          book.current = next
          books$.next(next)
        },
        report: this.#report,
        // Removed first, so that a subscriber that returns gets another book.
        error: error => {
          this.#failures.note(error)
          this.#remove(diffs, book)
          books$.error(error)
        },
        complete: () => {
          this.#remove(diffs, book)
          books$.complete()
        },
      },
      limit,
    )
    const book: SharedBook<N> = { sync, books$, subscribers: 0, current: undefined }
    this.#books.set(keyOf(diffs), book)
    return book
  }

  #remove(diffs: ChannelOf<'depthDiff'>, book: SharedBook<N>): void {
    if (this.#books.get(keyOf(diffs)) === book) this.#books.delete(keyOf(diffs))
    book.sync.stop()
  }
}

const keyOf = ({ symbol, speed, connection }: ChannelOf<'depthDiff'>): string =>
  `${symbol} ${speed} ${connection ?? ''}`
