/** The visible book of one symbol, by price level, on integer ticks and lots. */

/** `[price in ticks, quantity in lots]`. */
export type Level = readonly [price: number, lots: number]

/** One side, sorted so that its best price is last. */
export class Ladder {
  private readonly keys: number[] = []
  private readonly sizes: number[] = []

  /** @param sign 1 where the highest price is best (bids), -1 where the lowest is (asks) */
  constructor(private readonly sign: 1 | -1) {}

  get length(): number {
    return this.keys.length
  }

  /** The best price; NaN on an empty side. */
  get best(): number {
    return (this.keys.at(-1) ?? NaN) * this.sign
  }

  /** Lots at the best price; 0 on an empty side. */
  get bestLots(): number {
    return this.sizes.at(-1) ?? 0
  }

  /** The price that is `depth` levels behind the best; NaN beyond the last. */
  priceAt(depth: number): number {
    return (this.keys[this.keys.length - 1 - depth] ?? NaN) * this.sign
  }

  /** Lots at a price, 0 when there is no such level. */
  lotsAt(price: number): number {
    const index = this.find(price * this.sign)
    return this.keys[index] === price * this.sign ? (this.sizes[index] ?? 0) : 0
  }

  /** Sets a level; 0 lots removes it. */
  set(price: number, lots: number): void {
    const key = price * this.sign
    const index = this.find(key)
    if (this.keys[index] === key) {
      if (lots > 0) this.sizes[index] = lots
      else {
        this.keys.splice(index, 1)
        this.sizes.splice(index, 1)
      }
    } else if (lots > 0) {
      this.keys.splice(index, 0, key)
      this.sizes.splice(index, 0, lots)
    }
  }

  /** The best levels, best first. */
  top(count: number): Level[] {
    const levels: Level[] = []
    for (let i = this.keys.length - 1; i >= 0 && levels.length < count; i--) {
      levels.push([(this.keys[i] ?? NaN) * this.sign, this.sizes[i] ?? 0])
    }
    return levels
  }

  /** Index of the first key that is not below `key`. */
  private find(key: number): number {
    let low = 0
    let high = this.keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.keys[middle] ?? Infinity) < key) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Changes of the book since they were last taken: the stuff of one diff-depth stream. */
export interface DepthChanges {
  readonly firstId: number
  readonly lastId: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

/** Collects changes between two updates of a diff-depth stream. */
export class DepthWatch {
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()

  constructor(private lastId: number) {}

  /** What changed since the last call, each level once with its newest quantity; undefined if nothing did. */
  take(updateId: number): DepthChanges | undefined {
    if (updateId === this.lastId) return undefined
    const changes = { firstId: this.lastId + 1, lastId: updateId, bids: [...this.bids], asks: [...this.asks] }
    this.lastId = updateId
    this.bids.clear()
    this.asks.clear()
    return changes
  }
}

export class OrderBook {
  readonly bids = new Ladder(1)
  readonly asks = new Ladder(-1)
  private readonly watches = new Set<DepthWatch>()

  /** @param updateId each change of a level has the next id */
  constructor(public updateId: number) {}

  set(side: 'bids' | 'asks', price: number, lots: number): void {
    this[side].set(price, lots)
    this.updateId++
    for (const watch of this.watches) watch[side].set(price, lots)
  }

  watch(): DepthWatch {
    const watch = new DepthWatch(this.updateId)
    this.watches.add(watch)
    return watch
  }

  unwatch(watch: DepthWatch): void {
    this.watches.delete(watch)
  }
}
