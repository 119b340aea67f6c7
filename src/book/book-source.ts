/** The source of a book's levels, and the receiver of its reports. */
import type { Observable, SchedulerLike } from 'rxjs'
import type { Book } from '../model/book.js'
import type { LevelsSnapshot, LevelValues } from './order-book.js'
import type { Diff } from './pending-diffs.js'

/** A snapshot as a feed answers it. */
export interface Snapshot<V> extends LevelsSnapshot<V> {
  readonly receivedAt: number
}

/** The source of a book's levels. */
export interface BookSource<V, N> {
  readonly symbol: string
  readonly values: LevelValues<V, N>
  /** The diffs of the symbol; subscribed while the book is. */
  readonly diffs$: Observable<Diff<V>>
  /**
   * Emits when diffs may be missing, as when the connection drops: the book is stale until the next
   * diff proves that none is.
   */
  readonly interruptions$: Observable<unknown>
  /** Emits when the stream of diffs is subscribed again. */
  readonly resumptions$: Observable<unknown>
  /** Asks for one snapshot. Of several, that with the highest priority is sent first. */
  snapshot$(limit: number, priority: number): Observable<Snapshot<V>>
  readonly scheduler: SchedulerLike
}

/** The receiver of a book's reports. */
export interface BookSink<N> {
  book(book: Book<N>): void
  /** Gets failures that do not end the book. */
  report(error: unknown): void
  /** Ends the book. */
  error(error: unknown): void
  complete(): void
}
