/** A book whose diffs and snapshots a spec sends. */
import { Observable, Subject } from 'rxjs'
import type { Snapshot } from '../../src/book/book-source.js'
import { BookSync } from '../../src/book/book-sync.js'
import { levelValues } from '../../src/book/level-values.js'
import type { Diff } from '../../src/book/pending-diffs.js'
import type { Book } from '../../src/model/book.js'
import type { PriceLevel } from '../../src/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'

export const diff = (
  firstUpdateId: number,
  lastUpdateId: number,
  bids: PriceLevel[] = [],
  asks: PriceLevel[] = [],
  eventTime = lastUpdateId,
): Diff<number> => ({ firstUpdateId, lastUpdateId, eventTime, receivedAt: eventTime, bids, asks })

export const snapshot = (
  lastUpdateId: number,
  bids: PriceLevel[] = [[100, 1]],
  asks: PriceLevel[] = [[101, 1]],
): Snapshot<number> => ({ lastUpdateId, bids, asks, receivedAt: 0 })

export function open({ limit = 1_000 } = {}) {
  const scheduler = new VirtualScheduler()
  const diffs$ = new Subject<Diff<number>>()
  const interruptions$ = new Subject<void>()
  const resumptions$ = new Subject<void>()
  const requests: {
    limit: number
    priority: number
    onPosition: (position: number) => void
    answer$: Subject<Snapshot<number>>
    isOpen: boolean
  }[] = []
  const books: Book[] = []
  const reports: unknown[] = []
  const ends: unknown[] = []
  const sync = new BookSync<number>(
    {
      symbol: 'BTCUSDT',
      values: levelValues<number>(undefined),
      diffs$,
      interruptions$,
      resumptions$,
      scheduler,
      snapshot$: (levels, priority, onPosition) =>
        new Observable(subscriber => {
          const answer$ = new Subject<Snapshot<number>>()
          const request = { limit: levels, priority, onPosition, answer$, isOpen: true }
          requests.push(request)
          subscriber.add(() => (request.isOpen = false))
          return answer$.subscribe(subscriber)
        }),
    },
    {
      book: book => books.push(book),
      report: error => reports.push(error),
      error: error => ends.push(error),
      complete: () => ends.push('complete'),
    },
    limit,
  )
  sync.start()
  const answer = (value: Snapshot<number>): void => {
    const request = requests.at(-1)
    request?.answer$.next(value)
    request?.answer$.complete()
  }
  const states = (): string[] => books.map(({ state, updateId }) => `${state} ${updateId}`)
  const last = (): Book => books.at(-1) as Book
  return {
    sync,
    scheduler,
    diffs$,
    interruptions$,
    resumptions$,
    requests,
    books,
    reports,
    ends,
    answer,
    states,
    last,
  }
}
