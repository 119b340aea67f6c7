/**
 * Figures derived from an order book. Each is `undefined` where it needs a level that is not known.
 */
import type { Fill, Side } from '../model/book.js'
import type { BookSide } from './book-side.js'
import type { OrderBook } from './order-book.js'

/** The functions of a book that the figures need: they return doubles, whatever its values. */
type AnyBook = Pick<OrderBook<unknown>, 'depth' | 'isKnown' | 'isWhole'> & {
  readonly bids: Levels
  readonly asks: Levels
  side(side: Side): Levels
}
type Levels = Pick<BookSide<unknown>, 'size' | 'price' | 'quantity'>

/** The best price of a side as a double. */
const bestPrice = (book: AnyBook, side: Side): number | undefined =>
  book.depth(side) === 0 ? undefined : book.side(side).price(0)

export function midPriceOf(book: AnyBook): number | undefined {
  const bid = bestPrice(book, 'bid')
  const ask = bestPrice(book, 'ask')
  // To 15 digits: the middle of 0.1 and 0.2 is 0.15.
  return bid === undefined || ask === undefined ? undefined : Number(((bid + ask) / 2).toPrecision(15))
}

export function microPriceOf(book: AnyBook): number | undefined {
  const bid = bestPrice(book, 'bid')
  const ask = bestPrice(book, 'ask')
  if (bid === undefined || ask === undefined) return undefined
  const bidQuantity = book.bids.quantity(0)
  const askQuantity = book.asks.quantity(0)
  // The spread times a share of it: exact where both quantities are equal, and never outside the
  // spread.
  return bid + (ask - bid) * (bidQuantity / (bidQuantity + askQuantity))
}

export function imbalanceOf(book: AnyBook, count: number): number | undefined {
  const bid = quantityOf(book, 'bid', count)
  const ask = quantityOf(book, 'ask', count)
  if (bid === undefined || ask === undefined || bid + ask === 0) return undefined
  return (bid - ask) / (bid + ask)
}

/** The quantity of the best `count` levels, or of all where a side has fewer. */
function quantityOf(book: AnyBook, side: Side, count: number): number | undefined {
  const depth = book.depth(side)
  if (depth < count && !book.isWhole(side)) return undefined
  const levels = book.side(side)
  let sum = 0
  for (let n = 0; n < Math.min(depth, count); n++) sum += levels.quantity(n)
  return sum
}

/** The cost of taking `quantity` of the base asset from a side. */
export function fillByQuantity(book: AnyBook, side: Side, quantity: number): Fill | undefined {
  const depth = book.depth(side)
  const levels = book.side(side)
  let open = quantity
  let notional = 0
  for (let n = 0; n < depth; n++) {
    const price = levels.price(n)
    const available = levels.quantity(n)
    if (available >= open) {
      const averagePrice = n === 0 ? price : (notional + open * price) / quantity
      return { quantity, averagePrice, worstPrice: price }
    }
    open -= available
    notional += available * price
  }
  return undefined
}

/** The levels that `notional` of the quote asset takes from a side. */
export function fillByNotional(book: AnyBook, side: Side, notional: number): Fill | undefined {
  const depth = book.depth(side)
  const levels = book.side(side)
  let open = notional
  let quantity = 0
  for (let n = 0; n < depth; n++) {
    const price = levels.price(n)
    const available = levels.quantity(n)
    if (available * price >= open) {
      quantity += open / price
      return { quantity, averagePrice: n === 0 ? price : notional / quantity, worstPrice: price }
    }
    open -= available * price
    quantity += available
  }
  return undefined
}

export function quantityWithinOf(
  book: AnyBook,
  bps: number,
): { readonly bid: number; readonly ask: number } | undefined {
  const mid = midPriceOf(book)
  if (mid === undefined) return undefined
  const low = Math.max(0, mid - (mid * bps) / 10_000)
  const high = mid + (mid * bps) / 10_000
  if (!book.isKnown('bid', low) || !book.isKnown('ask', high)) return undefined
  let bid = 0
  let ask = 0
  for (let n = 0; n < book.bids.size && book.bids.price(n) >= low; n++) bid += book.bids.quantity(n)
  for (let n = 0; n < book.asks.size && book.asks.price(n) <= high; n++) ask += book.asks.quantity(n)
  return { bid, ask }
}
