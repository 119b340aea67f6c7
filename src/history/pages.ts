/** Pages: one query after another, as a stream of elements. */
import { Observable } from 'rxjs'

/**
 * Emits the elements of the answer to `first`. Then queries further pages, each with the query that
 * `next` makes from the last element, until a page is not full. A page is fetched when the one
 * before has been emitted.
 */
export function pages$<E, Q extends { readonly limit: number }>(
  first: Q,
  ask$: (query: Q) => Observable<readonly E[]>,
  next: (query: Q, last: E) => Q,
): Observable<E> {
  return new Observable(subscriber => {
    const fetch = (query: Q): void => {
      let following: Q | undefined
      const page$ = ask$(query)
      const subscription = page$.subscribe({
        next: page => {
          for (const element of page) {
            if (subscriber.closed) return
            subscriber.next(element)
          }
          const last = page.at(-1)
          if (last !== undefined && page.length >= query.limit) following = next(query, last)
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          if (following === undefined) subscriber.complete()
          else if (!subscriber.closed) fetch(following)
        },
      })
      subscriber.add(subscription)
    }
    fetch(first)
  })
}
