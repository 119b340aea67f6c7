/**
 * The order books that are compared: each starts from a snapshot and applies diffs, and adds up its
 * best levels.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Levels a side that are read after each diff. */
export const TOP = 20

export async function books({ BookView, OrderBook, levelValues }) {
  const { OrderBook: Tardis } = require('tardis-dev')
  const { OrderBook: Ccxt } = await import(
    new URL('../node_modules/ccxt/js/src/base/ws/OrderBook.js', import.meta.url).href
  )
  const { default: BTree } = require('sorted-btree')
  const head = { symbol: 'BTCUSDT', state: 'live', eventTime: 1, receivedAt: 1, queuePosition: undefined }

  return {
    rxmarket(snapshot, limit) {
      const book = new OrderBook(levelValues(undefined))
      book.reset(snapshot, limit)
      const top = { bidPrices: [], bidQuantities: [], askPrices: [], askQuantities: [] }
      return diff => {
        book.apply(diff, diff.lastUpdateId)
        new BookView(book, head).top(TOP, top)
        let sum = 0
        for (let n = 0; n < top.bidPrices.length; n++) sum += top.bidPrices[n] * top.bidQuantities[n]
        for (let n = 0; n < top.askPrices.length; n++) sum += top.askPrices[n] * top.askQuantities[n]
        return sum
      }
    },
    'tardis-dev'(snapshot) {
      const toObjects = levels => levels.map(([price, amount]) => ({ price, amount }))
      const book = new Tardis()
      book.update({ isSnapshot: true, bids: toObjects(snapshot.bids), asks: toObjects(snapshot.asks) })
      return diff => {
        book.update({ isSnapshot: false, bids: toObjects(diff.bids), asks: toObjects(diff.asks) })
        return (
          sumOf(book.bids(), level => level.price * level.amount) +
          sumOf(book.asks(), level => level.price * level.amount)
        )
      }
    },
    ccxt(snapshot) {
      const copy = levels => levels.map(level => [...level])
      const book = new Ccxt({ bids: copy(snapshot.bids), asks: copy(snapshot.asks) })
      return diff => {
        for (const [price, quantity] of diff.bids) book.bids.store(price, quantity)
        for (const [price, quantity] of diff.asks) book.asks.store(price, quantity)
        let sum = 0
        for (let n = 0; n < TOP; n++) {
          sum += book.bids[n][0] * book.bids[n][1] + book.asks[n][0] * book.asks[n][1]
        }
        return sum
      }
    },
    'sorted-btree'(snapshot) {
      const bids = new BTree(snapshot.bids, (a, b) => b - a)
      const asks = new BTree(snapshot.asks, (a, b) => a - b)
      const change = (side, [price, quantity]) =>
        quantity === 0 ? side.delete(price) : side.set(price, quantity)
      return diff => {
        for (const level of diff.bids) change(bids, level)
        for (const level of diff.asks) change(asks, level)
        return sumOf(bids.entries(), ([p, q]) => p * q) + sumOf(asks.entries(), ([p, q]) => p * q)
      }
    },
  }
}

function sumOf(iterator, valueOf) {
  let sum = 0
  for (let n = 0; n < TOP; n++) {
    const { value, done } = iterator.next()
    if (done) break
    sum += valueOf(value)
  }
  return sum
}
