/** The order book: a queue of individual orders at each price of both sides, oldest first. */
import { Ladder, type Level } from './ladder.js'
import { NONE, type OrderId, OrderPool } from './order-pool.js'

/** `bids` are the orders to buy. */
export type Side = 'bids' | 'asks'

/** The best quote of each side: prices in ticks, quantities in lots. */
export interface Touch {
  readonly bid: number
  readonly bidLots: number
  readonly ask: number
  readonly askLots: number
}

/** The book at one moment, best prices first. */
export interface Depth {
  readonly lastUpdateId: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

export class OrderBook {
  readonly bids = new Ladder(1)
  readonly asks = new Ladder(-1)
  readonly orders = new OrderPool()

  /** @param updateId of the newest change; each change of a level has the next one */
  constructor(public updateId = 0) {}

  touch(): Touch {
    const { bids, asks } = this
    return { bid: bids.best, bidLots: bids.bestLots, ask: asks.best, askLots: asks.bestLots }
  }

  /** The best `limit` levels of each side. */
  depth(limit: number): Depth {
    return { lastUpdateId: this.updateId, bids: this.bids.top(limit), asks: this.asks.top(limit) }
  }

  /** The next order to trade, on a side that is not empty. */
  first(side: Side): OrderId {
    const { head, bestRow } = this[side]
    return this.orders.idOf(head[bestRow] ?? NONE)
  }

  /** The side of a resting order. */
  sideOf(id: OrderId): Side {
    return this.orders.buys[this.orders.rowOf(id)] === 1 ? 'bids' : 'asks'
  }

  /** Appends an order to the queue of a price. */
  append(order: number, side: Side, price: number): void {
    const { orders } = this
    const ladder = this[side]
    const level = ladder.open(price)
    const last = ladder.tail[level] ?? NONE
    orders.level[order] = level
    orders.previous[order] = last
    orders.next[order] = NONE
    if (last === NONE) ladder.head[level] = order
    else orders.next[last] = order
    ladder.tail[level] = order
    ladder.lots[level] = (ladder.lots[level] ?? 0) + (orders.lots[order] ?? 0)
    orders.markResting(order)
  }

  /** Removes an order from its queue, and the level when it was the last one. Frees its row. */
  remove(order: number, side: Side): void {
    const { orders } = this
    const ladder = this[side]
    const level = orders.level[order] ?? NONE
    const before = orders.previous[order] ?? NONE
    const after = orders.next[order] ?? NONE
    if (before === NONE) ladder.head[level] = after
    else orders.next[before] = after
    if (after === NONE) ladder.tail[level] = before
    else orders.previous[after] = before
    ladder.lots[level] = (ladder.lots[level] ?? 0) - (orders.lots[order] ?? 0)
    orders.release(order)
    if (before === NONE && after === NONE) ladder.close(level)
  }
}
