/** Orders as rows of flat arrays: nothing is allocated for an order, and a row that is free is used again. */

/** Names an order for as long as the engine runs; a row's next order has another. */
export type OrderId = number

/** No row: the end of a queue. */
export const NONE = -1

/** Rows that an id can tell apart; so many orders at once, at the most. */
const ROWS = 2 ** 20

export class OrderPool {
  /** What is left of each order. */
  lots = new Float64Array(0)
  /** The level that it rests at, a row of its ladder. */
  level = new Int32Array(0)
  /** 1 for orders to buy. */
  buys = new Uint8Array(0)
  /** Its neighbours in the queue of its level. */
  next = new Int32Array(0)
  previous = new Int32Array(0)
  /** How often each row was used. */
  private uses = new Float64Array(0)
  private free = new Int32Array(0)
  private freeRows = 0
  /** Rows of the orders that rest, in no order, and where each stands among them. */
  private resting = new Int32Array(0)
  private place = new Int32Array(0)
  /** How many orders rest. */
  count = 0

  /** A row for a new order, which does not rest yet. */
  claim(lots: number, buys: boolean): number {
    if (this.freeRows === 0) this.grow()
    const row = this.free[--this.freeRows] ?? NONE
    this.uses[row] = (this.uses[row] ?? 0) + 1
    this.lots[row] = lots
    this.buys[row] = buys ? 1 : 0
    this.place[row] = NONE
    return row
  }

  /** Counts an order among those that rest. */
  rest(row: number): void {
    this.place[row] = this.count
    this.resting[this.count++] = row
  }

  /** Gives a row back; its id names nothing any more. */
  release(row: number): void {
    const place = this.place[row] ?? NONE
    if (place !== NONE) {
      const last = this.resting[--this.count] ?? NONE
      this.resting[place] = last
      this.place[last] = place
    }
    this.place[row] = NONE
    this.free[this.freeRows++] = row
  }

  /** The resting order at a place from 0 to `count`, in no order: for choosing one by chance. */
  at(place: number): OrderId {
    return this.idOf(this.resting[place] ?? NONE)
  }

  idOf(row: number): OrderId {
    return (this.uses[row] ?? NaN) * ROWS + row
  }

  /** The row of a resting order; `NONE` when it has gone. */
  rowOf(id: OrderId): number {
    const row = id % ROWS
    return row < this.uses.length && this.place[row] !== NONE && this.idOf(row) === id ? row : NONE
  }

  private grow(): void {
    const size = this.lots.length
    const room = Math.max(256, 2 * size)
    if (room > ROWS) throw new RangeError(`A book holds at most ${ROWS} orders: ask for fewer levels`)
    this.lots = copied(new Float64Array(room), this.lots)
    this.uses = copied(new Float64Array(room), this.uses)
    this.level = copied(new Int32Array(room), this.level)
    this.next = copied(new Int32Array(room), this.next)
    this.previous = copied(new Int32Array(room), this.previous)
    this.resting = copied(new Int32Array(room), this.resting)
    this.place = copied(new Int32Array(room), this.place)
    this.free = copied(new Int32Array(room), this.free)
    this.buys = copied(new Uint8Array(room), this.buys)
    for (let row = room - 1; row >= size; row--) {
      this.place[row] = NONE
      this.free[this.freeRows++] = row
    }
  }
}

/** Puts what a smaller array holds at the beginning of a larger one. */
export function copied<A extends Float64Array | Int32Array | Uint8Array>(into: A, from: A): A {
  into.set(from)
  return into
}
