/**
 * The book that `book$` emits: the touch as plain values, and reads of the living book while it is
 * the current one.
 */
import type { Book, BookState, BookTop, Fill, KnownRange, LevelChange, Side } from '../model/book.js'
import { BookMovedError } from '../model/errors/book-errors.js'
import type { PriceLevel } from '../model/event.js'
import { check, checkInteger, checkOneOf, checkPositive } from '../validation/check.js'
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
  readonly queuePosition: number | undefined
}

export class BookView<N> implements Book<N> {
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
  readonly known: KnownRange
  readonly queuePosition: number | undefined
  readonly #book: OrderBook<N>
  readonly #version: number
  #changes: readonly LevelChange<N>[] | undefined

  constructor(book: OrderBook<N>, head: BookHead, changes?: readonly LevelChange<N>[]) {
    this.symbol = head.symbol
    this.state = head.state
    this.updateId = book.updateId
    this.eventTime = head.eventTime
    this.receivedAt = head.receivedAt
    this.bidPrice = book.price('bid', 0)
    this.bidQuantity = book.quantity('bid', 0)
    this.askPrice = book.price('ask', 0)
    this.askQuantity = book.quantity('ask', 0)
    this.known = book.known
    this.queuePosition = head.queuePosition
    this.#book = book
    this.#version = book.version
    this.#changes = changes
  }

  get changes(): readonly LevelChange<N>[] {
    return (this.#changes ??= this.#current().changes())
  }

  get midPrice(): number | undefined {
    return midPriceOf(this.#current())
  }

  get microPrice(): number | undefined {
    return microPriceOf(this.#current())
  }

  depth(side: Side): number {
    checkSide(side)
    return this.#current().depth(side)
  }

  price(side: Side, index: number): N | undefined {
    checkSide(side)
    return this.#current().price(side, index)
  }

  quantity(side: Side, index: number): N | undefined {
    checkSide(side)
    return this.#current().quantity(side, index)
  }

  quantityAt(price: N | number): N | undefined
  quantityAt(side: Side, price: N | number): N | undefined
  quantityAt(...given: readonly [N | number] | readonly [Side, N | number]): N | undefined {
    const book = this.#current()
    if (given.length === 1) return book.quantityAtEither(this.#toDouble(given[0]))
    const [side, price] = given
    checkSide(side)
    return book.quantityAt(side, this.#toDouble(price))
  }

  top(
    count: number,
    into: BookTop<N> = { bidPrices: [], bidQuantities: [], askPrices: [], askQuantities: [] },
  ) {
    checkCount('top', count)
    const book = this.#current()
    book.bids.copyInto(Math.min(count, book.depth('bid')), into.bidPrices, into.bidQuantities)
    book.asks.copyInto(Math.min(count, book.depth('ask')), into.askPrices, into.askQuantities)
    return into
  }

  levels(side: Side): IterableIterator<PriceLevel<N>> {
    checkSide(side)
    this.#current()
    return this.#levels(side)
  }

  imbalance(count: number): number | undefined {
    checkInteger('imbalance', count, 1)
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
    checkCount('freeze', count)
    return new BookView(this.#current().copy(count), this, this.changes)
  }

  /** The same book for a subscriber that has not seen the one before it. */
  withoutChanges(): Book<N> {
    return new BookView(this.#current(), this, [])
  }

  *#levels(side: Side): IterableIterator<PriceLevel<N>> {
    for (let index = 0; index < this.#current().depth(side); index++) {
      const book = this.#current()
      yield [book.price(side, index) as N, book.quantity(side, index) as N]
    }
  }

  #current(): OrderBook<N> {
    if (this.#book.version !== this.#version) throw new BookMovedError(this.symbol, this.updateId)
    return this.#book
  }

  #toDouble(price: N | number): number {
    const { values } = this.#book
    // A number is a double, unless numbers are what the market hands out.
    return typeof price === 'number' && typeof values.zero !== 'number' ? price : values.toDouble(price as N)
  }
}

/** A buyer takes from the asks. */
const takenSide = (amount: number): Side => (amount > 0 ? 'ask' : 'bid')

function checkSide(side: Side): void {
  if (side !== 'bid' && side !== 'ask') checkOneOf('side', side, ['bid', 'ask'])
}

function checkCount(name: string, value: number): void {
  check(name, value, value === Infinity || (Number.isInteger(value) && value >= 0), 'an integer from 0')
}

function checkAmount(name: string, value: number): void {
  check(name, value, Number.isFinite(value) && value !== 0, 'a number above 0 to buy, below 0 to sell')
}
