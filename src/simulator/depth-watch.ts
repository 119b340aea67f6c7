/** What changed in a book since somebody last asked: the stuff of one diff-depth stream. */
import type { Level } from './engine/ladder.js'

/** Changes of a book, each level once with its newest quantity. */
export interface DepthChanges {
  readonly firstId: number
  readonly lastId: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

export class DepthWatch {
  /** Changed levels since the last call, price to lots. */
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()

  /** @param lastId the newest change that is not to be told */
  constructor(private lastId: number) {}

  /** What changed since the last call; undefined if nothing did. */
  take(updateId: number): DepthChanges | undefined {
    if (updateId === this.lastId) return undefined
    const changes = { firstId: this.lastId + 1, lastId: updateId, bids: [...this.bids], asks: [...this.asks] }
    this.lastId = updateId
    this.bids.clear()
    this.asks.clear()
    return changes
  }
}
