/**
 * The books that a marble market draws: their diffs are a channel's events, and snapshots are
 * answered at the letter that was last.
 */
import { BehaviorSubject, filter, map, type Observable, observeOn, type SchedulerLike, take } from 'rxjs'
import type { DepthDiff, PriceLevel } from '../../../model/event.js'
import type { DepthSnapshot, DepthSnapshotQuery, Query } from '../../../model/query.js'
import { aDepthSnapshot } from '../../builders/book.js'
import type { ChannelDiagram } from '../diagrams.js'
import type { Marble } from '../marble.js'
import type { MarketValues } from '../market-values.js'
import { type BookState, drawBook } from './book-diagram.js'

interface DrawnBook {
  readonly diffs: ReadonlyMap<Marble, DepthDiff>
  /** `undefined` before the first letter. */
  readonly state$: BehaviorSubject<BookState | undefined>
}

export class DrawnBooks {
  readonly #scheduler: SchedulerLike
  readonly #books = new Map<string, DrawnBook>()

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler
  }

  /** Draws the book of a symbol; `marbles$` emits each marble at its time. */
  add(
    symbol: string,
    diagram: ChannelDiagram,
    values: MarketValues | undefined,
    marbles$: Observable<Marble>,
  ): void {
    const letters = drawBook(symbol, diagram, values, this.#scheduler.now())
    const diffs = [...letters].flatMap(([marble, { diff }]) =>
      diff === undefined ? [] : [[marble, diff] as const],
    )
    const state$ = new BehaviorSubject<BookState | undefined>(undefined)
    // REST does not depend on the connection: the book goes on while that is down.
    marbles$.subscribe(marble => {
      const letter = letters.get(marble)
      if (letter !== undefined) state$.next(letter.state)
    })
    this.#books.set(symbol, { diffs: new Map(diffs), state$ })
  }

  /** The diffs of a symbol's book, each at its letter. */
  diffs(symbol: string | undefined): ReadonlyMap<Marble, DepthDiff> | undefined {
    return symbol === undefined ? undefined : this.#books.get(symbol)?.diffs
  }

  /** Answers a query with the book that is drawn, once there is one; `undefined` where none is. */
  answer$(query: Query): Observable<DepthSnapshot> | undefined {
    if (query.kind !== 'depthSnapshot') return undefined
    return this.#books.get(query.symbol)?.state$.pipe(
      filter(state => state !== undefined),
      take(1),
      map(state => this.#snapshot(query, state)),
      observeOn(this.#scheduler),
    )
  }

  #snapshot({ symbol, limit }: DepthSnapshotQuery, { updateId, bids, asks }: BookState): DepthSnapshot {
    return aDepthSnapshot({
      symbol,
      receivedAt: this.#scheduler.now(),
      lastUpdateId: updateId,
      bids: best(bids, limit, -1),
      asks: best(asks, limit, 1),
    })
  }
}

const best = (levels: readonly PriceLevel[], limit: number, order: 1 | -1): readonly PriceLevel[] =>
  [...levels].sort(([a], [b]) => order * (a - b)).slice(0, limit)
