/** The source of a book's levels, and the receiver of its reports. */
import type { Observable, SchedulerLike } from 'rxjs'
import type { BookView } from './book-view.js'
import type { LevelsSnapshot, LevelValues } from './order-book.js'
import type { Diff } from './pending-diffs.js'

/** A snapshot as a feed answers it. */
export interface Snapshot<N> extends LevelsSnapshot<N> {
  readonly receivedAt: number
}

/** Where a book gets its levels from. */
export interface BookSource<N> {
  readonly symbol: string
  readonly values: LevelValues<N>
  /** The diffs of the symbol; subscribed while the book is. */
  readonly diffs$: Observable<Diff<N>>
  /**
   * Emits when diffs may be missing, as when the connection drops: the book is stale until the next
   * diff proves that none is.
   */
  readonly interruptions$: Observable<unknown>
  /** Emits when the stream of diffs is subscribed again. */
  readonly resumptions$: Observable<unknown>
  /**
   * Asks for one snapshot. Of several, that with the highest priority is sent first.
   *
   * @param onPosition gets the place among the requests that wait, 1 for the next, and 0 when it is
   *   sent; is not called where none waits
   */
  snapshot$(limit: number, priority: number, onPosition: (position: number) => void): Observable<Snapshot<N>>
  readonly scheduler: SchedulerLike
}

/** The receiver of a book's reports. */
export interface BookSink<N> {
  book(book: BookView<N>): void
  /** Gets failures that do not end the book. */
  report(error: unknown): void
  /** Ends the book. */
  error(error: unknown): void
  complete(): void
}
