/**
 * Matches orders by price-time priority: from the best price on, and at each price from the oldest
 * order on. Prices are integer ticks, quantities integer lots. Listeners are called at each event;
 * nothing else makes a trade.
 */
import { OrderBook, type Side } from './order-book.js'
import { NONE, type OrderId } from './order-pool.js'

// Read from Math once: in a vm context, such as Jest's, each access to a global is slow.
const { min } = Math

/** Listeners, called in the order of events. */
export interface EngineEvents {
  /** An order was accepted. Its trades follow. */
  accepted?: ((order: OrderId, side: Side, lots: number) => void) | undefined
  /** A taker met a maker: `from` is the side that the maker rested on. */
  traded?: ((taker: OrderId, maker: OrderId, from: Side, price: number, lots: number) => void) | undefined
  /** The sum of one taker's trades at one price, after those trades. */
  aggregated?: ((taker: OrderId, from: Side, price: number, lots: number) => void) | undefined
  /** The rest of an order was cancelled. */
  cancelled?: ((order: OrderId, lots: number) => void) | undefined
  /**
   * The quantity of a level changed, to 0 when the level was removed; `book.updateId` is the id of
   * the change.
   */
  changed?: ((side: Side, price: number, lots: number) => void) | undefined
}

export class MatchingEngine {
  readonly events: EngineEvents = {}

  constructor(readonly book = new OrderBook()) {}

  /** Submits a limit order: it takes what it reaches, and the rest of it rests. */
  submitLimit(side: Side, price: number, lots: number): OrderId {
    const { book, events } = this
    const { orders } = book
    const row = orders.claim(lots, side === 'bids')
    const id = orders.idOf(row)
    events.accepted?.(id, side, lots)
    const from = side === 'bids' ? 'asks' : 'bids'
    if (book[from].reaches(price)) this.#match(row, id, from, price)
    if ((orders.lots[row] ?? 0) === 0) {
      orders.release(row)
      return id
    }
    book.append(row, side, price)
    this.#levelChanged(side, price, book[side].lots[orders.level[row] ?? NONE] ?? 0)
    return id
  }

  /** Submits a market order against a side, at `worst` or better; the rest of it is cancelled. */
  submitMarket(from: Side, lots: number, worst = from === 'asks' ? Infinity : 0): OrderId {
    const { orders } = this.book
    const row = orders.claim(lots, from === 'asks')
    const id = orders.idOf(row)
    this.events.accepted?.(id, from === 'asks' ? 'bids' : 'asks', lots)
    this.#match(row, id, from, worst)
    const left = orders.lots[row] ?? 0
    orders.release(row)
    if (left > 0) this.events.cancelled?.(id, left)
    return id
  }

  /** Cancels an order. Returns the lots that were left of it; 0 when it does not rest any more. */
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
    this.#levelChanged(side, price, left)
    return lots
  }

  #match(taker: number, id: OrderId, from: Side, worst: number): void {
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
      events.aggregated?.(id, from, price, before - wanted)
      this.#levelChanged(from, price, left)
    }
    orders.lots[taker] = wanted
  }

  #levelChanged(side: Side, price: number, lots: number): void {
    this.book.updateId++
    this.events.changed?.(side, price, lots)
  }
}
