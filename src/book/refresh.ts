/** Compares a living book with a fetched snapshot, and joins what both know. */
import type { Side } from '../model/book.js'
import { type LevelsSnapshot, OrderBook } from './order-book.js'
import type { PendingDiffs } from './pending-diffs.js'

const SIDES: readonly Side[] = ['bid', 'ask']

/** A snapshot that is newer than a living book, until the diffs have caught up with it. */
export class SnapshotAhead<N> {
  #snapshot: LevelsSnapshot<N> | undefined
  #limit = 0

  get isWaiting(): boolean {
    return this.#snapshot !== undefined
  }

  /** The levels a side that the last snapshot was asked for. */
  get limit(): number {
    return this.#limit
  }

  set(snapshot: LevelsSnapshot<N>, limit: number): void {
    this.#snapshot = snapshot
    this.#limit = limit
  }

  clear(): void {
    this.#snapshot = undefined
  }

  /**
   * Once `book` has reached the snapshot: the book of the snapshot and of the diffs after it, which
   * are taken from `pending`.
   */
  meet(book: OrderBook<N>, pending: PendingDiffs<N>): OrderBook<N> | undefined {
    const snapshot = this.#snapshot
    if (snapshot === undefined || snapshot.lastUpdateId > book.updateId) return undefined
    this.#snapshot = undefined
    const fetched = new OrderBook<N>(book.values)
    fetched.reset(snapshot, this.#limit)
    for (const diff of pending.takeAfter(snapshot.lastUpdateId)) fetched.apply(diff, diff.lastUpdateId)
    return fetched
  }
}

/** The levels that two books of the same update both know and do not agree on, in words. */
export function differencesOf<N>(ours: OrderBook<N>, theirs: OrderBook<N>): readonly string[] {
  return SIDES.flatMap(side => {
    const differences: string[] = []
    const compare = (price: number): void => {
      const [own, other] = [ours.side(side).quantityAt(price), theirs.side(side).quantityAt(price)]
      if (own !== other) differences.push(`${side} ${price}: ${own}, not ${other}`)
    }
    const [ourLevels, theirLevels] = [ours.side(side), theirs.side(side)]
    for (let n = 0; n < theirLevels.size; n++) {
      const price = theirLevels.price(n)
      if (ours.isKnown(side, price) || ourLevels.indexOf(price) >= 0) compare(price)
    }
    for (let n = 0; n < ourLevels.size; n++) {
      const price = ourLevels.price(n)
      if (theirs.isKnown(side, price) && theirLevels.indexOf(price) < 0) compare(price)
    }
    return differences
  })
}
