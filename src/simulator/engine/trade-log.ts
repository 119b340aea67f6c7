/** Remembers the newest trades of one symbol. */

/** One trade of a maker and a taker. Price in ticks, quantity in lots, time in epoch ms. */
export interface Trade {
  readonly id: number
  readonly price: number
  readonly lots: number
  readonly time: number
  /** True when the resting order was the buyer's, so the taker sold. */
  readonly buyerIsMaker: boolean
}

/**
 * The quantity that one taker order traded at one price. Source: faqs/spot_glossary.md, Aggregate
 * trade: trades "from the same taker order that got filled at the same time and price".
 */
export interface AggregateTrade extends Trade {
  readonly firstId: number
  readonly lastId: number
}

/** Numbers in a row: id, time, price, lots, buyerIsMaker, firstId, lastId. */
const WIDTH = 7
const ID = 0
const TIME = 1

/**
 * The newest `capacity` trades by id and time, both ascending; in one flat array that grows as it
 * fills.
 */
export class TradeLog {
  #data = new Float64Array(64 * WIDTH)
  /** Rows ever added; row `n` is at `n` modulo the capacity. */
  #added = 0

  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return Math.min(this.#added, this.#capacity)
  }

  add(
    id: number,
    time: number,
    price: number,
    lots: number,
    buyerIsMaker: boolean,
    firstId = id,
    lastId = id,
  ): void {
    if (this.#added * WIDTH === this.#data.length && this.#added < this.#capacity) this.#grow()
    const data = this.#data
    let at = this.#offset(this.#added++)
    data[at++] = id
    data[at++] = time
    data[at++] = price
    data[at++] = lots
    data[at++] = buyerIsMaker ? 1 : 0
    data[at++] = firstId
    data[at] = lastId
  }

  /** The newest `limit`, oldest first. */
  newest(limit: number): AggregateTrade[] {
    return this.#slice(this.#added - Math.min(limit, this.size), this.#added)
  }

  /** The first `limit` trades with an id of at least `id`, oldest first. */
  from(id: number, limit: number): AggregateTrade[] {
    const first = this.#find(ID, id)
    return this.#slice(first, Math.min(this.#added, first + limit))
  }

  /** The first `limit` from `startTime` to `endTime`, both included, oldest first. */
  between(startTime: number, endTime: number, limit: number): AggregateTrade[] {
    const first = this.#find(TIME, startTime)
    return this.#slice(first, Math.min(this.#find(TIME, endTime + 1), first + limit))
  }

  /** The newest `limit` up to `endTime`, included, oldest first. */
  until(endTime: number, limit: number): AggregateTrade[] {
    const end = this.#find(TIME, endTime + 1)
    return this.#slice(Math.max(this.#added - this.size, end - limit), end)
  }

  #slice(first: number, end: number): AggregateTrade[] {
    const rows: AggregateTrade[] = []
    for (let row = first; row < end; row++) rows.push(this.#read(row))
    return rows
  }

  #read(row: number): AggregateTrade {
    const at = this.#offset(row)
    const [id = NaN, time = NaN, price = NaN, lots = NaN, maker, firstId = NaN, lastId = NaN] =
      this.#data.subarray(at, at + WIDTH)
    return { id, price, lots, time, buyerIsMaker: maker === 1, firstId, lastId }
  }

  /** The first row with a column value of at least `value`. */
  #find(column: number, value: number): number {
    let low = this.#added - this.size
    let high = this.#added
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#data[this.#offset(middle) + column] ?? Infinity) < value) low = middle + 1
      else high = middle
    }
    return low
  }

  #offset(row: number): number {
    return (row % this.#capacity) * WIDTH
  }

  #grow(): void {
    const data = new Float64Array(Math.min(2 * this.#data.length, this.#capacity * WIDTH))
    data.set(this.#data)
    this.#data = data
  }
}
