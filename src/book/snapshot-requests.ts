/**
 * Requests snapshots of one book: one at a time, and after growing delays where the last one was of
 * no use.
 */
import { type Observable, type SchedulerLike, Subscription, timer } from 'rxjs'
import type { Snapshot } from './book-source.js'

/**
 * Milliseconds before another snapshot is requested; doubles up to the maximum. Requests of many
 * books are paced by their weight.
 */
const MIN_RETRY_DELAY = 250
const MAX_RETRY_DELAY = 2_000
/** Failures after which the delay has long been the longest. */
const MAX_FAILURES = 20

export interface SnapshotRequestsConfig<N> {
  readonly scheduler: SchedulerLike
  /** Called when a request is due; the snapshot, and how many levels a side were asked for. */
  readonly ask: () => { readonly limit: number; readonly snapshot$: Observable<Snapshot<N>> }
  readonly onSnapshot: (snapshot: Snapshot<N>, limit: number) => void
  readonly onError: (error: unknown) => void
}

export class SnapshotRequests<N> {
  readonly #config: SnapshotRequestsConfig<N>
  /** The request, or the wait before it. */
  #active: Subscription | undefined
  #failures = 0

  constructor(config: SnapshotRequestsConfig<N>) {
    this.#config = config
  }

  /** Whether a snapshot is requested or scheduled. */
  get isActive(): boolean {
    return this.#active !== undefined
  }

  /** Whether the last snapshot was not usable. */
  get hasFailed(): boolean {
    return this.#failures > 0
  }

  /** Requests a snapshot now, in place of a request that is active. */
  request(): void {
    this.cancel()
    const { ask, onSnapshot, onError } = this.#config
    const { limit, snapshot$ } = ask()
    const request = new Subscription()
    this.#active = request
    request.add(
      snapshot$.subscribe({
        next: snapshot => {
          this.#active = undefined
          onSnapshot(snapshot, limit)
        },
        error: (error: unknown) => {
          this.#active = undefined
          onError(error)
        },
      }),
    )
  }

  requestAfter(delay: number): void {
    this.cancel()
    this.#active = timer(delay, this.#config.scheduler).subscribe(() => this.request())
  }

  /** Requests another one, as the last was of no use. */
  retry(): void {
    this.requestAfter(Math.min(MAX_RETRY_DELAY, MIN_RETRY_DELAY * 2 ** this.#failures))
    this.#failures = Math.min(this.#failures + 1, MAX_FAILURES)
  }

  /** The last snapshot was usable: the delays start over. */
  succeed(): void {
    this.#failures = 0
  }

  cancel(): void {
    this.#active?.unsubscribe()
    this.#active = undefined
  }
}
