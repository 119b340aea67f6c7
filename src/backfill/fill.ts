/** Fetches what is missing between two events, page by page, until the ids meet. */
import { Observable, type SchedulerLike } from 'rxjs'
import { backoff } from '../clock/backoff.js'
import { hasCode } from '../model/errors/is-market-error.js'
import type { Past, PastEvent, PastQuery } from './past-kinds.js'

/** Asks once for a page. */
export type AskPage = (query: PastQuery) => Observable<readonly PastEvent[]>

/**
 * Milliseconds between two requests for the same: after a drop the exchange's history lags behind
 * its streams.
 */
const RETRY = { initialDelay: 250, maxDelay: 5_000, factor: 2, jitter: 0, random: () => 0 }

/**
 * Emits the events of history between `previous` and `before` in order, and completes when none is
 * missing. Asks again, with growing delays, for events that history does not have yet. Errors where
 * repeating cannot help.
 */
export function fill$(
  past: Past,
  previous: PastEvent,
  before: PastEvent,
  ask$: AskPage,
  scheduler: SchedulerLike,
): Observable<PastEvent> {
  return new Observable(subscriber => {
    let last = previous
    let failures = 0

    /** Emits what follows the last event; returns how many. */
    const accept = (page: readonly PastEvent[]): number => {
      let count = 0
      for (const event of page) {
        if (subscriber.closed || past.idOf(event) >= past.idOf(before) || !past.isFinal(event)) break
        if (past.follows(last, event)) {
          last = event
          count++
          subscriber.next(event)
        } else if (past.idOf(event) > past.idOf(last)) break
      }
      return count
    }

    const again = (): void => {
      subscriber.add(scheduler.schedule(fetch, backoff(RETRY, ++failures)))
    }

    const fetch = (): void => {
      if (subscriber.closed) return
      if (past.missingBetween(last, before) === 0) return subscriber.complete()
      const query = past.between(last, before)
      let isFull = false
      let accepted = 0
      subscriber.add(
        ask$(query).subscribe({
          next(page) {
            isFull = page.length >= query.limit
            accepted += accept(page)
          },
          error: (error: unknown) => (mayPass(error) ? again() : subscriber.error(error)),
          complete() {
            if (accepted > 0) failures = 0
            if (past.missingBetween(last, before) === 0) subscriber.complete()
            else if (accepted > 0 && isFull) fetch()
            else again()
          },
        }),
      )
    }
    fetch()
  })
}

/** Whether the same request may succeed later. */
export const mayPass = (error: unknown): boolean =>
  hasCode(error, 'REQUEST_FAILED') || hasCode(error, 'REQUEST_LIMIT')
