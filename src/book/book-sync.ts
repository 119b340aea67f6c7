/**
 * Keeps a local order book right: a snapshot, the diffs that follow it, and another snapshot where
 * one is missing.
 */
import { type Observable, Subscription, timer } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import type { BookState } from '../model/book.js'
import { BookMismatchError } from '../model/errors/book-errors.js'
import { hasCode } from '../model/errors/is-market-error.js'
import type { BookSink, BookSource, Snapshot } from './book-source.js'
import { BookView } from './book-view.js'
import { OrderBook } from './order-book.js'
import { type Diff, isRepeated, PendingDiffs } from './pending-diffs.js'
import { bookOf, differencesOf } from './refresh.js'
import { SnapshotRequests } from './snapshot-requests.js'

/** Snapshots of books that were right and are not go first. */
const PRIORITY = { stale: 20, syncing: 10, live: 0 } as const
/** Errors that another request does not mend. */
const TERMINAL = ['UNSUPPORTED', 'INVALID_OPTION', 'REQUEST_REJECTED', 'MARKET_CLOSED'] as const
/**
 * Milliseconds without a diff after which a snapshot is requested all the same: a thin symbol may
 * have none for hours.
 */
const QUIET_TIME = 1_500
/** The part of the requested levels below which a side is too shallow. */
const MIN_DEPTH = 0.1
/** Milliseconds between two snapshots that are requested as a side is too shallow. */
const WIDEN_INTERVAL = 10_000
/** Levels that the report of a mismatch lists. */
const MAX_DIFFERENCES = 5

export class BookSync<V, N> {
  readonly #source: BookSource<V, N>
  readonly #sink: BookSink<N>
  readonly #book: OrderBook<V, N>
  /** The diffs since a snapshot was requested. */
  readonly #pending = new PendingDiffs<V>()
  readonly #subscription = new Subscription()
  #state: BookState = 'syncing'
  /**
   * Whether the next diff can be applied: false until the first snapshot, and from a gap to the
   * next snapshot.
   */
  #hasChain = false
  /** The update that the book had reached before it may have lost some: a snapshot of an earlier one is old. */
  #reached = -Infinity
  #limit: number
  /** The last diff that was received. */
  #lastDiff: Diff<V> | undefined
  #eventTime = 0
  #receivedAt = 0
  readonly #requests: SnapshotRequests<V>
  /** The wait for a diff that proves that an interruption has cost nothing. */
  #proof: Subscription | undefined
  /** A snapshot that is newer than a living book, until the diffs have caught up. */
  #ahead: { readonly snapshot: Snapshot<V>; readonly limit: number } | undefined
  #widenedAt = -Infinity

  constructor(source: BookSource<V, N>, sink: BookSink<N>, limit: number) {
    this.#source = source
    this.#sink = sink
    this.#limit = limit
    this.#book = new OrderBook<V, N>(source.values)
    this.#requests = new SnapshotRequests({
      scheduler: source.scheduler,
      ask: () => this.#ask(),
      onSnapshot: (snapshot, asked) => this.#onSnapshot(snapshot, asked),
      onError: error => this.#onError(error),
    })
  }

  /** Begins; the returned subscription ends it. */
  start(): Subscription {
    const { diffs$, interruptions$, resumptions$ } = this.#source
    this.#subscription.add(() => {
      this.#requests.cancel()
      this.#proof?.unsubscribe()
    })
    this.#emit()
    this.#requests.requestAfter(QUIET_TIME)
    // When these end with an error, so do the diffs, which pass it to the sink.
    const error = (): void => undefined
    this.#subscription.add(interruptions$.subscribe({ next: () => this.#becomeStale(), error }))
    this.#subscription.add(resumptions$.subscribe({ next: () => this.#awaitProof(), error }))
    this.#subscription.add(
      diffs$.subscribe({
        next: diff => this.#onDiff(diff),
        error: (error: unknown) => this.#sink.error(error),
        complete: () => this.#sink.complete(),
      }),
    )
    return this.#subscription
  }

  /** Asks for a snapshot of at least `limit` levels a side, unless the book began with as many. */
  widen(limit: number): void {
    if (limit <= this.#limit) return
    this.#limit = limit
    this.refresh()
  }

  /** Compares the book with a fetched snapshot and takes over what that knows more. */
  refresh(): void {
    if (this.#hasChain && !this.#requests.isActive) this.#requests.request()
  }

  #onDiff(diff: Diff<V>): void {
    if (!this.#hasChain) {
      const isFirst = this.#pending.isEmpty
      this.#pending.add(diff)
      this.#lastDiff = diff
      // The ids began anew.
      if (diff.lastUpdateId < this.#reached) this.#reached = -Infinity
      // The first diff shows that the subscription is active: a snapshot from now on can be
      // continued.
      if (isFirst && !this.#requests.hasFailed && this.#state === 'syncing') this.#requests.request()
      return
    }
    const last = this.#lastDiff
    if (last !== undefined && isRepeated(diff, last)) return
    this.#lastDiff = diff
    const { updateId } = this.#book
    const hasBegunAnew = last !== undefined && diff.lastUpdateId < last.lastUpdateId
    if (hasBegunAnew || diff.firstUpdateId - 1 > updateId) {
      this.#loseChain(diff)
      return
    }
    // In the snapshot already.
    if (diff.lastUpdateId <= updateId) return
    if (this.#requests.isActive || this.#ahead !== undefined) this.#pending.add(diff)
    this.#apply(diff)
    this.#proof?.unsubscribe()
    this.#state = 'live'
    this.#emit()
    this.#catchUp()
    this.#widenIfShallow()
  }

  #apply(diff: Diff<V>): void {
    this.#book.apply(diff, diff.lastUpdateId)
    this.#eventTime = diff.eventTime
    this.#receivedAt = diff.receivedAt
  }

  /** Something is missing before `diff`; or may be, where there is none. */
  #loseChain(diff?: Diff<V>): void {
    this.#proof?.unsubscribe()
    this.#hasChain = false
    this.#ahead = undefined
    // Diffs state by themselves which snapshots can be continued.
    this.#reached = diff === undefined ? this.#book.updateId : -Infinity
    this.#pending.clear()
    if (diff !== undefined) this.#pending.add(diff)
    this.#becomeStale()
    this.#requests.request()
  }

  #becomeStale(): void {
    if (this.#state !== 'live') return
    this.#state = 'stale'
    this.#emit()
  }

  /**
   * The stream is subscribed again. The next diff proves whether something is missing; a quiet
   * symbol may not have one for hours.
   */
  #awaitProof(): void {
    if (this.#state !== 'stale' || !this.#hasChain) return
    this.#proof?.unsubscribe()
    this.#proof = timer(QUIET_TIME, this.#source.scheduler).subscribe(() => this.#loseChain())
  }

  #ask(): { readonly limit: number; readonly snapshot$: Observable<Snapshot<V>> } {
    const limit = this.#limit
    if (this.#hasChain) this.#pending.clear()
    const priority = PRIORITY[this.#hasChain ? 'live' : this.#state]
    return { limit, snapshot$: this.#source.snapshot$(limit, priority) }
  }

  #onError(error: unknown): void {
    if (TERMINAL.some(code => hasCode(error, code))) {
      this.#sink.error(error)
      return
    }
    this.#sink.report(error)
    this.#requests.retry()
  }

  #onSnapshot(snapshot: Snapshot<V>, limit: number): void {
    // Older than the diffs that are kept: nothing can bridge what is between. They are kept for the
    // next one.
    const isOld = !this.#hasChain && snapshot.lastUpdateId < this.#reached
    if (isOld || this.#pending.start > snapshot.lastUpdateId) {
      this.#requests.retry()
      return
    }
    this.#requests.succeed()
    if (this.#hasChain) {
      this.#ahead = { snapshot, limit }
      this.#catchUp()
      return
    }
    this.#book.reset(snapshot, limit)
    this.#receivedAt = snapshot.receivedAt
    for (const diff of this.#pending.takeAfter(snapshot.lastUpdateId)) this.#apply(diff)
    this.#book.clearChanges()
    this.#hasChain = true
    this.#state = 'live'
    this.#emit()
    if (limit < this.#limit) this.#requests.request()
  }

  /** Joins a living book with a snapshot once it has reached the same update. */
  #catchUp(): void {
    const ahead = this.#ahead
    const book = this.#book
    if (ahead === undefined || ahead.snapshot.lastUpdateId > book.updateId) return
    this.#ahead = undefined
    const { snapshot, limit } = ahead
    const diffs = this.#pending.takeAfter(snapshot.lastUpdateId)
    const fetched = bookOf<V, N>(this.#source.values, snapshot, limit, diffs)
    if (fetched.updateId !== book.updateId) return this.#requests.retry()
    const differences = differencesOf(book, fetched)
    if (differences.length > 0) {
      const some = differences.slice(0, MAX_DIFFERENCES)
      this.#sink.report(new BookMismatchError(this.#source.symbol, book.updateId, some, differences.length))
    }
    book.adopt(fetched)
    this.#emit()
  }

  /** When the market leaves the known levels, more are requested. */
  #widenIfShallow(): void {
    if (this.#requests.isActive || this.#ahead !== undefined) return
    const least = this.#limit * MIN_DEPTH
    const isShallow = (['bid', 'ask'] as const).some(
      side => !this.#book.isWhole(side) && this.#book.depth(side) < least,
    )
    if (!isShallow) return
    const now = monotonicNow(this.#source.scheduler)
    if (now - this.#widenedAt < WIDEN_INTERVAL) return
    this.#widenedAt = now
    this.refresh()
  }

  #emit(): void {
    this.#sink.book(
      new BookView(this.#book, {
        symbol: this.#source.symbol,
        state: this.#state,
        eventTime: this.#eventTime,
        receivedAt: this.#receivedAt,
      }),
    )
  }
}
