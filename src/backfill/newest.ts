/** Fetches the newest elements of a channel's past, page by page, backwards. */
import { Observable } from 'rxjs'
import type { AskPage } from './fill.js'
import { MAX_MISSING } from './gap-ends.js'
import { PAGE, type Past, type PastEvent } from './past-kinds.js'

/**
 * Emits the last `count` elements before the first live event, or as many as there are, oldest
 * first; then completes.
 *
 * @param firstLive returns the first live event, if it has come; asked again after each page
 */
export function newest$(
  past: Past,
  count: number,
  firstLive: () => PastEvent | undefined,
  ask$: AskPage,
): Observable<readonly PastEvent[]> {
  return new Observable(subscriber => {
    let collected: readonly PastEvent[] = []

    const known = (): readonly PastEvent[] => {
      const live = firstLive()
      return collected
        .filter(event => past.isFinal(event) && (live === undefined || isBefore(past, event, live)))
        .slice(-count)
    }

    const fetch = (query = past.newest(Math.min(PAGE, count + 1))): void => {
      let page: readonly PastEvent[] = []
      subscriber.add(
        ask$(query).subscribe({
          next: answer => (page = answer),
          error: (error: unknown) => subscriber.error(error),
          complete() {
            // Without what was in the page after it, where the exchange's history begins later than
            // was asked for.
            const [first] = collected
            const older = page.filter(event => first === undefined || past.idOf(event) < past.idOf(first))
            collected = [...older, ...collected]
            const elements = known()
            const [oldest] = collected
            const isLast = older.length < query.limit || oldest === undefined || elements.length >= count
            const earlier = isLast ? undefined : past.earlier(oldest, Math.min(PAGE, count - elements.length))
            if (earlier !== undefined) return fetch(earlier)
            subscriber.next(elements)
            subscriber.complete()
          },
        }),
      )
    }
    fetch()
  })
}

/**
 * Whether an event of history is before a live one. An answer may be of after a restart of the
 * exchange, and the live event of before: then the ids are far lower, and the time is later.
 */
function isBefore(past: Past, event: PastEvent, live: PastEvent): boolean {
  if (past.idOf(event) >= past.idOf(live)) return false
  const missing = past.missingBetween(event, live) ?? 0
  return missing <= MAX_MISSING || past.timeOf(event) <= past.timeOf(live)
}
