/**
 * The clients whose way from a frame to a book is compared. Each begins with a snapshot, gets the
 * texts of frames as its socket hands them over, and adds up its best levels after each.
 */
import { Buffer } from 'node:buffer'
import { createRequire } from 'node:module'
import { TOP } from './books.mjs'
import { openMarket } from './our-market.mjs'

const require = createRequire(import.meta.url)

/**
 * Each returns its frames, and a function that takes one of them and returns a sum of the best
 * levels.
 */
export async function clients(ours, { snapshot, snapshotText, frames }) {
  const { normalizeBookChanges, OrderBook: Tardis } = require('tardis-dev')
  const { default: ccxt } = await import('ccxt')
  const Binance = require('node-binance-api')
  const bytes = frames.map(text => Buffer.from(text))
  const payloads = frames.map(text => text.slice(text.indexOf('"data":') + 7, -1))

  return {
    rxmarket() {
      const { market, scheduler, deliver } = openMarket(ours, snapshotText)
      const top = { bidPrices: [], bidQuantities: [], askPrices: [], askQuantities: [] }
      let sum = 0
      let live = 0
      market.book$('BTCUSDT').subscribe(book => {
        if (book.state !== 'live') return
        live++
        book.top(TOP, top)
        for (let n = 0; n < top.bidPrices.length; n++) sum += top.bidPrices[n] * top.bidQuantities[n]
        for (let n = 0; n < top.askPrices.length; n++) sum += top.askPrices[n] * top.askQuantities[n]
      })
      scheduler.advanceBy(5_000)
      return {
        frames: bytes,
        take(frame) {
          sum = 0
          deliver(frame)
          return sum
        },
        updates: () => live,
      }
    },
    'tardis-dev'() {
      const mapper = normalizeBookChanges('binance', new Date(0))
      const book = new Tardis()
      const now = new Date(0)
      let updates = 0
      const onMessage = message => {
        for (const change of mapper.map(message, now)) {
          book.update(change)
          updates++
        }
      }
      const { lastUpdateId, bids, asks } = snapshot
      onMessage({ stream: 'btcusdt@depthSnapshot', data: { lastUpdateId, bids, asks } })
      return {
        frames,
        take(frame) {
          onMessage(JSON.parse(frame))
          return sumOf(book.bids()) + sumOf(book.asks())
        },
        updates: () => updates,
      }
    },
    ccxt() {
      const exchange = new ccxt.pro.binance()
      const toNumbers = list => list.map(level => level.map(Number))
      const book = exchange.orderBook({ bids: toNumbers(snapshot.bids), asks: toNumbers(snapshot.asks) })
      book.nonce = snapshot.lastUpdateId
      exchange.orderbooks = { BTCUSDT: book }
      let updates = 0
      const client = {
        url: 'wss://stream.binance.com:9443/ws/0',
        subscriptions: {},
        resolve: () => updates++,
      }
      return {
        frames: payloads,
        take(frame) {
          exchange.handleMessage(client, JSON.parse(frame))
          let sum = 0
          for (let n = 0; n < TOP; n++)
            sum += book.bids[n][0] * book.bids[n][1] + book.asks[n][0] * book.asks[n][1]
          return sum
        },
        updates: () => updates,
      }
    },
    'node-binance-api'() {
      const client = new Binance()
      client.depthCache.BTCUSDT = client.depthData(snapshot)
      client.depthCacheContext.BTCUSDT = { snapshotUpdateId: snapshot.lastUpdateId, lastEventUpdateId: null }
      let updates = 0
      return {
        frames: payloads,
        take(frame) {
          client.depthHandler(JSON.parse(frame))
          updates++
          // The documented way to read the cache.
          const bids = client.sortBids('BTCUSDT', TOP)
          const asks = client.sortAsks('BTCUSDT', TOP)
          let sum = 0
          for (const price in bids) sum += Number(price) * bids[price]
          for (const price in asks) sum += Number(price) * asks[price]
          return sum
        },
        updates: () => updates,
      }
    },
  }
}

function sumOf(iterator) {
  let sum = 0
  for (let n = 0; n < TOP; n++) {
    const { value, done } = iterator.next()
    if (done) break
    sum += value.price * value.amount
  }
  return sum
}
