/** Emits a book: the state, the times and the place of its request, with a view of its levels. */
import type { BookState } from '../model/book.js'
import type { BookSink } from './book-source.js'
import { type BookHead, BookView } from './book-view.js'
import type { OrderBook } from './order-book.js'

export class BookEmitter<N> {
  /** Written anew for each emission, so that a diff makes one object only. */
  readonly #head: { -readonly [K in keyof BookHead]: BookHead[K] }
  readonly #book: OrderBook<N>
  readonly #sink: Pick<BookSink<N>, 'book'>

  constructor(symbol: string, book: OrderBook<N>, sink: Pick<BookSink<N>, 'book'>) {
    this.#book = book
    this.#sink = sink
    this.#head = { symbol, state: 'syncing', eventTime: 0, receivedAt: 0, queuePosition: undefined }
  }

  get state(): BookState {
    return this.#head.state
  }

  set state(state: BookState) {
    this.#head.state = state
  }

  set eventTime(time: number) {
    this.#head.eventTime = time
  }

  set receivedAt(time: number) {
    this.#head.receivedAt = time
  }

  /** The place of the book's request; `undefined` where none waits. */
  set queuePosition(position: number | undefined) {
    this.#head.queuePosition = position
  }

  /** Emits a book that no diff has changed. */
  emit(): void {
    this.#book.supersede()
    this.emitChanged()
  }

  /** Emits a book that a diff has changed. */
  emitChanged(): void {
    this.#sink.book(new BookView(this.#book, this.#head))
  }
}
