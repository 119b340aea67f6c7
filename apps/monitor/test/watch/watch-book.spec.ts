/** The stream of views of a book, on the embedded exchange in virtual time. */
import assert from 'node:assert/strict'
import { binance } from 'rxmarket'
import { createExchange } from 'rxmarket/simulator'
import { VirtualScheduler } from 'rxmarket/testing'
import { type View } from '../../src/state/view.js'
import { watchBook$ } from '../../src/watch/watch-book.js'
import { START } from '../harness.js'
import { describe, it } from '../runner.js'

function open(symbol = 'BTCUSDT') {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, scheduler })
  const market = binance({ exchange, reconnect: { jitter: 0, maxAttempts: Infinity } })
  const views: View[] = []
  const ends: unknown[] = []
  watchBook$(market, symbol, { scheduler }).subscribe({
    next: view => views.push(view),
    error: (error: unknown) => ends.push(error),
  })
  const states = () =>
    views.map(({ book }) => book?.state).filter((state, index, all) => state !== all[index - 1])
  return { scheduler, exchange, views, ends, states, view: () => views.at(-1) as View }
}

describe('watchBook$', () => {
  it('has the levels, spread and imbalance of the book', () => {
    const { scheduler, view, states } = open()
    scheduler.advanceBy(3_000)
    const { book, rate, events, rows } = view()
    assert.deepEqual(states(), ['syncing', 'live'])
    assert.ok(book !== undefined && book.bids.length === 40 && book.asks.length === 40)
    const [bid, ask] = [book.bids[0], book.asks[0]]
    assert.ok(bid !== undefined && ask !== undefined && bid.price < ask.price)
    assert.equal(book.spread, ask.price - bid.price)
    assert.equal(book.bids[1]?.total, bid.quantity + (book.bids[1]?.quantity ?? 0))
    assert.ok(Math.abs(book.imbalance ?? 2) <= 1)
    assert.ok(rate > 0 && events >= rate && rows.length === 0)
  })

  it('reads the book at most ten times a second', () => {
    const { scheduler, views } = open()
    scheduler.advanceBy(2_000)
    const before = views.length
    scheduler.advanceBy(10_000)
    // Ten readings and one count in each second.
    assert.ok(views.length - before <= 112, String(views.length - before))
  })

  it('is stale with an alert after a drop, then live', () => {
    const { scheduler, exchange, states, view } = open()
    scheduler.advanceBy(3_000)
    exchange.faults.drop()
    scheduler.advanceBy(10_000)
    assert.deepEqual(states(), ['syncing', 'live', 'stale', 'live'])
    assert.deepEqual(
      view().alerts.map(({ kind }) => kind),
      ['reconnect', 'live'],
    )
  })

  it('errors with the rejection of an unlisted symbol', () => {
    const { scheduler, ends } = open('NOSUCHUSDT')
    scheduler.advanceBy(5_000)
    assert.match(String(ends[0]), /the exchange has no order book of NOSUCHUSDT: .*Invalid symbol/)
  })
})
