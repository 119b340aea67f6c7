/** The inputs of a channel's backfill, and the receiver of its results. */
import type { Observable, SchedulerLike } from 'rxjs'
import type { Gap } from '../model/gap.js'
import type { QueryOptions } from '../model/query.js'
import type { PastChannel, PastEvent, PastQuery } from './past-kinds.js'

export interface BackfillConfig {
  readonly channel: PastChannel
  readonly ask$: (query: PastQuery, options: QueryOptions) => Observable<readonly PastEvent[]>
  readonly scheduler: SchedulerLike
  /** Items that may wait. */
  readonly capacity: number
  /** Milliseconds that an item may wait. */
  readonly maxDelay: number
  /** Whether all gaps are filled, or only the one before the first live event. */
  readonly fillsGaps: boolean
  /** Elements to emit before the first live event. */
  readonly history: number
  /** Returns the number of a gap that the feed does not know of. */
  readonly nextGapId: () => number
  /** Receives why something could not be fetched. */
  readonly report: (error: unknown) => void
}

export interface BackfillSink {
  event(event: PastEvent): void
  /** The event just emitted was missing and has been fetched; called before its gap ends. */
  fetched(event: PastEvent): void
  /** A gap that is not filled, in its place. */
  gap(gap: Gap): void
  /** A gap has ended; called before the rest of it, if any, is emitted. */
  ended(gap: Gap): void
  error(error: unknown): void
  complete(): void
}
