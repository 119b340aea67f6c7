/** An order book as simple as can be, to compare books with. */

/** A level; without a quantity where it is to be removed. */
export interface ReferenceLevel {
  /** The price as a double, by which levels are ordered. */
  readonly key: number
  readonly price: unknown
  readonly quantity: unknown
}

export type ReferenceSide = 'bid' | 'ask'

export class ReferenceBook {
  /** Best first. */
  readonly bid: ReferenceLevel[] = []
  readonly ask: ReferenceLevel[] = []

  constructor(
    public updateId: number,
    bids: readonly ReferenceLevel[],
    asks: readonly ReferenceLevel[],
  ) {
    this.apply(updateId, bids, asks)
  }

  apply(updateId: number, bids: readonly ReferenceLevel[], asks: readonly ReferenceLevel[]): void {
    this.updateId = updateId
    for (const level of bids) this.#set('bid', level)
    for (const level of asks) this.#set('ask', level)
  }

  /** The level at a price; `undefined` where there is none. */
  find(side: ReferenceSide, key: number): ReferenceLevel | undefined {
    const level = this[side][this.#indexOf(side, key)]
    return level?.key === key ? level : undefined
  }

  #set(side: ReferenceSide, level: ReferenceLevel): void {
    const index = this.#indexOf(side, level.key)
    const isThere = this[side][index]?.key === level.key
    const news = level.quantity === undefined ? [] : [level]
    this[side].splice(index, isThere ? 1 : 0, ...news)
  }

  /** Where the level at a price is, or would be. */
  #indexOf(side: ReferenceSide, key: number): number {
    const levels = this[side]
    let low = 0
    let high = levels.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = (levels[middle] as ReferenceLevel).key
      if (side === 'bid' ? other > key : other < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
