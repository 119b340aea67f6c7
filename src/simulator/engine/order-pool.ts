/** Orders as rows of flat arrays: an order allocates nothing, and free rows are reused. */

/**
 * Identifies an order for the life of the engine; the next order of the same row has another id.
 */
export type OrderId = number

/** No row: the end of a queue. */
export const NONE = -1

/** The most rows that an id can distinguish, which limits the orders that rest at once. */
const ROWS = 2 ** 20

export class OrderPool {
  /** Remaining lots of each order. */
  lots = new Float64Array(0)
  /** The level that it rests at, a row of its ladder. */
  level = new Int32Array(0)
  /** 1 for orders to buy. */
  buys = new Uint8Array(0)
  /** Its neighbours in the queue of its level. */
  next = new Int32Array(0)
  previous = new Int32Array(0)
  /** The number of uses of each row. */
  #uses = new Float64Array(0)
  #free = new Int32Array(0)
  #freeRows = 0
  /** Rows of the resting orders, in no order, and the position of each among them. */
  #resting = new Int32Array(0)
  #place = new Int32Array(0)
  /** Resting orders. */
  count = 0

  /** A row for a new order, which does not rest yet. */
  claim(lots: number, buys: boolean): number {
    if (this.#freeRows === 0) this.#grow()
    const row = this.#free[--this.#freeRows] ?? NONE
    this.#uses[row] = (this.#uses[row] ?? 0) + 1
    this.lots[row] = lots
    this.buys[row] = buys ? 1 : 0
    this.#place[row] = NONE
    return row
  }

  /** Adds an order to the resting ones. */
  markResting(row: number): void {
    this.#place[row] = this.count
    this.#resting[this.count++] = row
  }

  /** Frees a row; its id identifies nothing any more. */
  release(row: number): void {
    const place = this.#place[row] ?? NONE
    if (place !== NONE) {
      const last = this.#resting[--this.count] ?? NONE
      this.#resting[place] = last
      this.#place[last] = place
    }
    this.#place[row] = NONE
    this.#free[this.#freeRows++] = row
  }

  /** The resting order at a position from 0 to `count`, in no order: for choosing one at random. */
  at(place: number): OrderId {
    return this.idOf(this.#resting[place] ?? NONE)
  }

  idOf(row: number): OrderId {
    return (this.#uses[row] ?? NaN) * ROWS + row
  }

  /** The row of a resting order; `NONE` when it has gone. */
  rowOf(id: OrderId): number {
    const row = id % ROWS
    return row < this.#uses.length && this.#place[row] !== NONE && this.idOf(row) === id ? row : NONE
  }

  #grow(): void {
    const size = this.lots.length
    const newSize = Math.max(256, 2 * size)
    if (newSize > ROWS) throw new RangeError(`A book holds at most ${ROWS} orders: ask for fewer levels`)
    this.lots = copyInto(new Float64Array(newSize), this.lots)
    this.#uses = copyInto(new Float64Array(newSize), this.#uses)
    this.level = copyInto(new Int32Array(newSize), this.level)
    this.next = copyInto(new Int32Array(newSize), this.next)
    this.previous = copyInto(new Int32Array(newSize), this.previous)
    this.#resting = copyInto(new Int32Array(newSize), this.#resting)
    this.#place = copyInto(new Int32Array(newSize), this.#place)
    this.#free = copyInto(new Int32Array(newSize), this.#free)
    this.buys = copyInto(new Uint8Array(newSize), this.buys)
    for (let row = newSize - 1; row >= size; row--) {
      this.#place[row] = NONE
      this.#free[this.#freeRows++] = row
    }
  }
}

/** Copies a smaller array to the beginning of a larger one. */
export function copyInto<A extends Float64Array | Int32Array | Uint8Array>(into: A, from: A): A {
  into.set(from)
  return into
}
