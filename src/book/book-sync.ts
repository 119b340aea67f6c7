/**
 * Keeps a local order book right: a snapshot, the diffs that follow it, and another snapshot where
 * one is missing.
 */
import { type Observable, Subscription, timer } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import type { Side } from '../model/book.js'
import { BookMismatchError } from '../model/errors/book-errors.js'
import { hasCode } from '../model/errors/is-market-error.js'
import { BookEmitter } from './book-emitter.js'
import type { BookSink, BookSource, Snapshot } from './book-source.js'
import { OrderBook } from './order-book.js'
import { type Diff, hasBegunAnew, isRepeated, PendingDiffs } from './pending-diffs.js'
import { differencesOf, SnapshotAhead } from './refresh.js'
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
/**
 * Milliseconds between two snapshots that are requested as a side is too shallow, or as the book is
 * crossed.
 */
const MEND_INTERVAL = 10_000
/**
 * Milliseconds after a snapshot from which a diff that should be in it proves that the ids have
 * begun again: diffs do not lag as far behind REST.
 */
const MAX_LAG = 10_000
/** Levels that the report of a mismatch lists. */
const MAX_DIFFERENCES = 5

export class BookSync<N> {
  readonly #source: BookSource<N>
  readonly #sink: BookSink<N>
  readonly #book: OrderBook<N>
  readonly #emitter: BookEmitter<N>
  /** The diffs since a snapshot was requested. */
  readonly #pending = new PendingDiffs<N>()
  readonly #subscription = new Subscription()
  /** Whether there has been a snapshot. */
  #hasLevels = false
  /**
   * Whether the next diff may follow: false until the first snapshot, and from a gap to the next
   * snapshot.
   */
  #hasChain = false
  /**
   * The update that the book had reached before it may have lost some: a snapshot of an earlier one
   * is old.
   */
  #reached = -Infinity
  #limit: number
  /** When the snapshot came that no diff has followed yet, on the monotonic clock; else `NaN`. */
  #snapshotAt = NaN
  /** The last diff that was received. */
  #lastDiff: Diff<N> | undefined
  /** Whether the exchange's own snapshot was crossed, so that another does not mend that. */
  #isCrossedByExchange = false
  readonly #requests: SnapshotRequests<N>
  /** The wait for a diff that proves that an interruption has cost nothing. */
  #proof: Subscription | undefined
  readonly #ahead = new SnapshotAhead<N>()
  #widenedAt = -Infinity
  #crossedAt = -Infinity

  constructor(source: BookSource<N>, sink: BookSink<N>, limit: number) {
    this.#source = source
    this.#sink = sink
    this.#limit = limit
    this.#book = new OrderBook<N>(source.values)
    this.#emitter = new BookEmitter(source.symbol, this.#book, sink)
    this.#requests = new SnapshotRequests({
      scheduler: source.scheduler,
      ask: () => this.#ask(),
      onSnapshot: (snapshot, asked) => this.#onSnapshot(snapshot, asked),
      onError: error => this.#onError(error),
    })
  }

  /** Ends everything. */
  stop(): void {
    this.#subscription.unsubscribe()
  }

  start(): void {
    const { diffs$, interruptions$, resumptions$ } = this.#source
    this.#subscription.add(() => {
      this.#requests.cancel()
      this.#proof?.unsubscribe()
    })
    this.#emitter.emit()
    // A subscriber may have left at the first book.
    if (this.#subscription.closed) return
    this.#requests.requestAfter(QUIET_TIME)
    // When these end with an error, so do the diffs, which pass it to the sink.
    const error = (): void => undefined
    this.#subscription.add(interruptions$.subscribe({ next: () => this.#becomeStale(), error }))
    this.#subscription.add(resumptions$.subscribe({ next: () => this.#awaitProof(), error }))
    this.#subscription.add(
      diffs$.subscribe({
        next: diff => this.#onDiff(diff),
        error: (error: unknown) => this.#end(() => this.#sink.error(error)),
        complete: () => this.#end(() => this.#sink.complete()),
      }),
    )
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

  #onDiff(diff: Diff<N>): void {
    if (!this.#hasChain) {
      const isFirst = this.#pending.isEmpty
      const isAnew = this.#lastDiff !== undefined && hasBegunAnew(diff, this.#lastDiff)
      this.#pending.add(diff)
      this.#lastDiff = diff
      if (diff.lastUpdateId < this.#reached) this.#reached = -Infinity
      // A snapshot that is on its way may be of before.
      if (isAnew && this.#requests.isActive) this.#requests.request()
      // The first diff shows that the subscription is active: a snapshot from now on can be
      // continued.
      if (isFirst && !this.#requests.hasFailed && this.#emitter.state === 'syncing') this.#requests.request()
      return
    }
    const last = this.#lastDiff
    if (last !== undefined && isRepeated(diff, last)) return
    this.#lastDiff = diff
    const { updateId } = this.#book
    const isAnew = last !== undefined && diff.lastUpdateId < last.lastUpdateId
    if (isAnew || diff.firstUpdateId - 1 > updateId || this.#isBehind(diff)) {
      this.#loseChain(diff)
      return
    }
    // In the snapshot already.
    if (diff.lastUpdateId <= updateId) return
    if (this.#requests.isActive || this.#ahead.isWaiting) this.#pending.add(diff)
    this.#snapshotAt = NaN
    this.#apply(diff)
    if (this.#isWrong(diff)) return
    this.#proof?.unsubscribe()
    this.#emitter.state = 'live'
    this.#emitter.emitChanged()
    this.#catchUp()
    this.#widenIfShallow()
  }

  /** Whether a diff should be in the snapshot, and is too late for that. */
  #isBehind(diff: Diff<N>): boolean {
    if (diff.lastUpdateId > this.#book.updateId) return false
    return monotonicNow(this.#source.scheduler) - this.#snapshotAt > MAX_LAG
  }

  #apply(diff: Diff<N>): void {
    this.#book.apply(diff, diff.lastUpdateId)
    this.#emitter.eventTime = diff.eventTime
    this.#emitter.receivedAt = diff.receivedAt
  }

  /**
   * Whether a diff has crossed the book: what is missing then is not known, so the exchange's
   * snapshot decides.
   */
  #isWrong(diff: Diff<N>): boolean {
    const book = this.#book
    if (!book.isCrossed) this.#isCrossedByExchange = false
    if (!book.isCrossed || this.#isCrossedByExchange) return false
    const difference = `best bid ${book.bids.price(0)} is not below best ask ${book.asks.price(0)}`
    this.#report([difference], 1)
    const now = monotonicNow(this.#source.scheduler)
    const delay = Math.max(0, this.#crossedAt + MEND_INTERVAL - now)
    this.#crossedAt = now + delay
    this.#loseChain(diff, delay)
    return true
  }

  #report(differences: readonly string[], count: number): void {
    this.#sink.report(new BookMismatchError(this.#source.symbol, this.#book.updateId, differences, count))
  }

  /**
   * Something is missing before `diff`; or may be, where there is none. The snapshot is requested
   * after `delay`.
   */
  #loseChain(diff?: Diff<N>, delay = 0): void {
    this.#proof?.unsubscribe()
    this.#hasChain = false
    this.#ahead.clear()
    this.#emitter.queuePosition = undefined
    // Diffs state by themselves which snapshots can be continued.
    this.#reached = diff === undefined ? this.#book.updateId : -Infinity
    this.#pending.clear()
    if (diff !== undefined) this.#pending.add(diff)
    this.#becomeStale()
    if (delay > 0) this.#requests.requestAfter(delay)
    else this.#requests.request()
  }

  #becomeStale(): void {
    if (this.#emitter.state !== 'live') return
    this.#emitter.state = 'stale'
    this.#emitter.emit()
  }

  #end(notify: () => void): void {
    this.stop()
    notify()
  }

  /**
   * The stream is subscribed again. The next diff proves whether something is missing; a quiet
   * symbol may not have one for hours.
   */
  #awaitProof(): void {
    if (this.#emitter.state !== 'stale' || !this.#hasChain) return
    this.#proof?.unsubscribe()
    this.#proof = timer(QUIET_TIME, this.#source.scheduler).subscribe(() => this.#loseChain())
  }

  #ask(): { readonly limit: number; readonly snapshot$: Observable<Snapshot<N>> } {
    const limit = this.#limit
    if (this.#hasChain) this.#pending.clear()
    const priority = PRIORITY[this.#hasChain ? 'live' : this.#hasLevels ? 'stale' : 'syncing']
    this.#emitter.queuePosition = undefined
    const onPosition = (position: number): void => this.#onPosition(position)
    return { limit, snapshot$: this.#source.snapshot$(limit, priority, onPosition) }
  }

  #onPosition(position: number): void {
    this.#emitter.queuePosition = position === 0 ? undefined : position
    if (!this.#hasLevels) this.#emitter.emit()
  }

  #onError(error: unknown): void {
    if (TERMINAL.some(code => hasCode(error, code))) {
      this.#end(() => this.#sink.error(error))
      return
    }
    this.#sink.report(error)
    this.#requests.retry()
    if (this.#emitter.state !== 'syncing') return
    this.#emitter.state = 'stale'
    this.#emitter.emit()
  }

  #onSnapshot(snapshot: Snapshot<N>, limit: number): void {
    // Older than the diffs that are kept: nothing can bridge what is between. They are kept for the
    // next one.
    const isOld = !this.#hasChain && snapshot.lastUpdateId < this.#reached
    if (isOld || this.#pending.start > snapshot.lastUpdateId) {
      this.#requests.retry()
      return
    }
    this.#requests.succeed()
    if (this.#hasChain) {
      this.#ahead.set(snapshot, limit)
      this.#catchUp()
      return
    }
    this.#book.reset(snapshot, limit)
    this.#emitter.receivedAt = snapshot.receivedAt
    const following = this.#pending.takeAfter(snapshot.lastUpdateId)
    for (const diff of following) this.#apply(diff)
    this.#snapshotAt = following.length > 0 ? NaN : monotonicNow(this.#source.scheduler)
    this.#isCrossedByExchange = this.#book.isCrossed
    this.#hasChain = true
    this.#hasLevels = true
    this.#emitter.state = 'live'
    this.#emitter.emit()
    if (limit < this.#limit) this.#requests.request()
  }

  /** Joins a living book with a snapshot once it has reached the same update. */
  #catchUp(): void {
    const book = this.#book
    const fetched = this.#ahead.meet(book, this.#pending)
    if (fetched === undefined) return
    if (fetched.updateId !== book.updateId) return this.#requests.retry()
    const differences = differencesOf(book, fetched)
    if (differences.length > 0) this.#report(differences.slice(0, MAX_DIFFERENCES), differences.length)
    book.adopt(fetched)
    this.#emitter.emit()
    if (this.#ahead.limit < this.#limit) this.#requests.request()
  }

  /** When the market leaves the known levels, more are requested. */
  #widenIfShallow(): void {
    if (this.#requests.isActive || this.#ahead.isWaiting) return
    const least = this.#limit * MIN_DEPTH
    const isShallow = this.#isShallow('bid', least) || this.#isShallow('ask', least)
    if (!isShallow) return
    const now = monotonicNow(this.#source.scheduler)
    if (now - this.#widenedAt < MEND_INTERVAL) return
    this.#widenedAt = now
    this.refresh()
  }

  #isShallow(side: Side, least: number): boolean {
    return !this.#book.isWhole(side) && this.#book.depth(side) < least
  }
}
