/**
 * The book that `book$` emits: the touch as plain values, and reads of the living book while it is
 * the current one.
 */
import type { Book, BookState, BookTop, Fill, KnownRange, LevelChange, Side } from '../model/book.js'
import { BookMovedError } from '../model/errors/book-errors.js'
import type { PriceLevel } from '../model/event.js'
import { check, checkPositive } from '../validation/check.js'
import {
  fillByNotional,
  fillByQuantity,
  imbalanceOf,
  microPriceOf,
  midPriceOf,
  quantityWithinOf,
} from './measures.js'
import type { OrderBook } from './order-book.js'

/** The symbol and the last diff of a book. */
export interface BookHead {
  readonly symbol: string
  readonly state: BookState
  readonly eventTime: number
  readonly receivedAt: number
}

export class BookView<V, N> implements Book<N> {
  readonly type = 'book'
  readonly symbol: string
  readonly state: BookState
  readonly updateId: number
  readonly eventTime: number
  readonly receivedAt: number
  readonly bidPrice: N | undefined
  readonly bidQuantity: N | undefined
  readonly askPrice: N | undefined
  readonly askQuantity: N | undefined
  readonly #book: OrderBook<V, N>
  readonly #version: number

  constructor(book: OrderBook<V, N>, head: BookHead) {
    this.symbol = head.symbol
    this.state = head.state
    this.updateId = book.updateId
    this.eventTime = head.eventTime
    this.receivedAt = head.receivedAt
    this.#book = book
    this.#version = book.version
    this.bidPrice = book.price('bid', 0)
    this.bidQuantity = book.quantity('bid', 0)
    this.askPrice = book.price('ask', 0)
    this.askQuantity = book.quantity('ask', 0)
  }

  get changes(): readonly LevelChange<N>[] {
    return this.#current().changes()
  }

  get known(): KnownRange {
    const { knownLow: low, knownHigh: high } = this.#current()
    return { low, high }
  }

  depth(side: Side): number {
    return this.#current().depth(side)
  }

  price(side: Side, index: number): N | undefined {
    return this.#current().price(side, index)
  }

  quantity(side: Side, index: number): N | undefined {
    return this.#current().quantity(side, index)
  }

  quantityAt(side: Side, price: number): N | undefined {
    return this.#current().quantityAt(side, price)
  }

  top(
    count: number,
    into: BookTop<N> = { bidPrices: [], bidQuantities: [], askPrices: [], askQuantities: [] },
  ) {
    const book = this.#current()
    copyLevels(book, 'bid', count, into.bidPrices, into.bidQuantities)
    copyLevels(book, 'ask', count, into.askPrices, into.askQuantities)
    return into
  }

  *levels(side: Side): IterableIterator<PriceLevel<N>> {
    for (let index = 0; index < this.#current().depth(side); index++) {
      const book = this.#current()
      yield [book.price(side, index) as N, book.quantity(side, index) as N]
    }
  }

  midPrice(): number | undefined {
    return midPriceOf(this.#current())
  }

  microPrice(): number | undefined {
    return microPriceOf(this.#current())
  }

  imbalance(count: number): number | undefined {
    checkPositive('imbalance', count)
    return imbalanceOf(this.#current(), count)
  }

  priceFor(quantity: number): Fill | undefined {
    checkAmount('priceFor', quantity)
    return fillByQuantity(this.#current(), takenSide(quantity), Math.abs(quantity))
  }

  depthTo(notional: number): Fill | undefined {
    checkAmount('depthTo', notional)
    return fillByNotional(this.#current(), takenSide(notional), Math.abs(notional))
  }

  quantityWithin(bps: number): { readonly bid: number; readonly ask: number } | undefined {
    checkPositive('quantityWithin', bps)
    return quantityWithinOf(this.#current(), bps)
  }

  freeze(count = Infinity): Book<N> {
    return new BookView(this.#current().copy(count), this)
  }

  #current(): OrderBook<V, N> {
    if (this.#book.version !== this.#version) throw new BookMovedError(this.symbol, this.updateId)
    return this.#book
  }
}

/** A buyer takes from the asks. */
const takenSide = (amount: number): Side => (amount > 0 ? 'ask' : 'bid')

function checkAmount(name: string, value: number): void {
  check(name, value, Number.isFinite(value) && value !== 0, 'a number above 0 to buy, below 0 to sell')
}

function copyLevels<V, N>(
  book: OrderBook<V, N>,
  side: Side,
  count: number,
  prices: N[],
  quantities: N[],
): void {
  const depth = Math.min(count, book.depth(side))
  prices.length = depth
  quantities.length = depth
  for (let index = 0; index < depth; index++) {
    prices[index] = book.price(side, index) as N
    quantities[index] = book.quantity(side, index) as N
  }
}
