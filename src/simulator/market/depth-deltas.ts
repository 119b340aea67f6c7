/** Collects the changes of a book between two frames of a diff-depth stream. */
import type { Level } from '../engine/ladder.js'

/** Changes of a book, each level once, with its newest quantity. */
export interface DepthChanges {
  readonly firstId: number
  readonly lastId: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

export class DepthDeltas {
  /** Changed levels since the last call of `drain`, price to lots. */
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()
  #lastId: number

  /** @param lastId id of the newest change to leave out */
  constructor(lastId: number) {
    this.#lastId = lastId
  }

  /** Returns the changes since the last call, and forgets them; undefined without any. */
  drain(updateId: number): DepthChanges | undefined {
    if (updateId === this.#lastId) return undefined
    const changes = {
      firstId: this.#lastId + 1,
      lastId: updateId,
      bids: [...this.bids],
      asks: [...this.asks],
    }
    this.#lastId = updateId
    this.bids.clear()
    this.asks.clear()
    return changes
  }
}
