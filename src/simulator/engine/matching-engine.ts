/**
 * Price-time priority: who comes takes from the best price on, and at each price from who came first.
 * Every order is whole lots at a whole tick. What happens is told as it happens; nothing else makes a trade.
 */
import { OrderBook, type Side } from './order-book.js'
import { NONE, type OrderId } from './order-pool.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { min } = Math

/** What the engine tells, in the order in which it happens. */
export interface EngineEvents {
  /** An order came in; what it takes at once is told next. */
  accepted?: ((order: OrderId, side: Side, lots: number) => void) | undefined
  /** A taker met a maker: `from` is the side that the maker rested on. */
  traded?: ((taker: OrderId, maker: OrderId, from: Side, price: number, lots: number) => void) | undefined
  /** All that one taker took at one price, after the trades that it is made of. */
  swept?: ((taker: OrderId, from: Side, price: number, lots: number) => void) | undefined
  /** What was left of an order has gone, untraded. */
  cancelled?: ((order: OrderId, lots: number) => void) | undefined
  /** A level has other lots now, 0 when it has gone; `book.updateId` is the id of the change. */
  changed?: ((side: Side, price: number, lots: number) => void) | undefined
}

export class MatchingEngine {
  readonly events: EngineEvents = {}

  constructor(readonly book = new OrderBook()) {}

  /** A limit order: takes what it reaches, and rests with what is left. */
  limit(side: Side, price: number, lots: number): OrderId {
    const { book, events } = this
    const { orders } = book
    const row = orders.claim(lots, side === 'bids')
    const id = orders.idOf(row)
    events.accepted?.(id, side, lots)
    const from = side === 'bids' ? 'asks' : 'bids'
    if (book[from].reaches(price)) this.match(row, id, from, price)
    if ((orders.lots[row] ?? 0) === 0) {
      orders.release(row)
      return id
    }
    book.append(row, side, price)
    this.tell(side, price, book[side].lots[orders.level[row] ?? NONE] ?? 0)
    return id
  }

  /** Takes from a side at any price as good as `worst` or better; what finds no maker is cancelled. */
  take(from: Side, lots: number, worst = from === 'asks' ? Infinity : 0): OrderId {
    const { orders } = this.book
    const row = orders.claim(lots, from === 'asks')
    const id = orders.idOf(row)
    this.events.accepted?.(id, from === 'asks' ? 'bids' : 'asks', lots)
    this.match(row, id, from, worst)
    const left = orders.lots[row] ?? 0
    orders.release(row)
    if (left > 0) this.events.cancelled?.(id, left)
    return id
  }

  /** Lots that were left of the order; 0 when it does not rest any more. */
  cancel(id: OrderId): number {
    const { book } = this
    const { orders } = book
    const row = orders.rowOf(id)
    if (row === NONE) return 0
    const side = orders.buys[row] === 1 ? 'bids' : 'asks'
    const ladder = book[side]
    const level = orders.level[row] ?? NONE
    const price = ladder.priceOf(level)
    const lots = orders.lots[row] ?? 0
    const left = (ladder.lots[level] ?? 0) - lots
    book.remove(row, side)
    this.events.cancelled?.(id, lots)
    this.tell(side, price, left)
    return lots
  }

  private match(taker: number, id: OrderId, from: Side, worst: number): void {
    const { book, events } = this
    const { orders } = book
    const ladder = book[from]
    let wanted = orders.lots[taker] ?? 0
    while (wanted > 0 && ladder.reaches(worst)) {
      const level = ladder.bestRow
      const price = ladder.best
      const before = wanted
      let left = ladder.lots[level] ?? 0
      while (wanted > 0 && left > 0) {
        const maker = ladder.head[level] ?? NONE
        const resting = orders.lots[maker] ?? 0
        const lots = min(wanted, resting)
        const makerId = orders.idOf(maker)
        wanted -= lots
        left -= lots
        if (lots === resting) book.remove(maker, from)
        else {
          orders.lots[maker] = resting - lots
          ladder.lots[level] = left
        }
        events.traded?.(id, makerId, from, price, lots)
      }
      events.swept?.(id, from, price, before - wanted)
      this.tell(from, price, left)
    }
    orders.lots[taker] = wanted
  }

  private tell(side: Side, price: number, lots: number): void {
    this.book.updateId++
    this.events.changed?.(side, price, lots)
  }
}
