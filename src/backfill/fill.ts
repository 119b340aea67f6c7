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
 * How often history must show later events in place of those that were asked for, until they are
 * taken as missing for good. One that lags has none of either.
 */
const PROOFS = 2

/**
 * Emits the events of history between `previous` and `before` in order, and completes when it has no
 * more. Asks again, with growing delays, for events that history does not have yet. Errors where
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
    let proofs = 0

    const emit = (event: PastEvent): void => {
      last = event
      proofs = 0
      failures = 0
      subscriber.next(event)
    }

    /** Emits what follows the last event. Returns the first event after those that are missing. */
    const accept = (page: readonly PastEvent[]): PastEvent | undefined => {
      for (const event of page) {
        if (subscriber.closed || !past.isFinal(event)) return undefined
        if (past.idOf(event) < past.idOf(before) && past.follows(last, event)) emit(event)
        else if (past.idOf(event) > past.idOf(last)) return event
      }
      return undefined
    }

    const again = (): void => {
      subscriber.add(scheduler.schedule(fetch, backoff(RETRY, ++failures)))
    }

    const fetch = (): void => {
      if (subscriber.closed) return
      if (past.missingBetween(last, before) === 0) return subscriber.complete()
      const previous = last
      const query = past.between(last, before)
      let page: readonly PastEvent[] = []
      let later: PastEvent | undefined
      subscriber.add(
        ask$(query).subscribe({
          next(elements) {
            page = elements
            later = accept(page)
          },
          error: (error: unknown) => (mayPass(error) ? again() : subscriber.error(error)),
          complete() {
            if (past.missingBetween(last, before) === 0) return subscriber.complete()
            if (later !== undefined && ++proofs >= PROOFS) {
              while (later !== undefined && past.idOf(later) < past.idOf(before)) {
                emit(later)
                later = accept(page)
              }
              if (later !== undefined) subscriber.complete()
              else fetch()
            } else if (later === undefined && last !== previous && page.length >= query.limit) fetch()
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
