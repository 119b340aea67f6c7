/** Compares a living book with a fetched snapshot, and joins what both know. */
import type { Side } from '../model/book.js'
import { type LevelsSnapshot, type LevelValues, OrderBook } from './order-book.js'
import type { Diff } from './pending-diffs.js'

const SIDES: readonly Side[] = ['bid', 'ask']

/** The book of a snapshot that was asked for `limit` levels a side, and of the diffs after it. */
export function bookOf<N>(
  values: LevelValues<N>,
  snapshot: LevelsSnapshot<N>,
  limit: number,
  diffs: readonly Diff<N>[],
): OrderBook<N> {
  const book = new OrderBook<N>(values)
  book.reset(snapshot, limit)
  for (const diff of diffs) book.apply(diff, diff.lastUpdateId)
  return book
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
