/** Builders of order book events: best prices, best levels, level changes. */
import type { BookTicker, Depth, DepthDiff } from '../../model/event.js'
import type { DepthSnapshot } from '../../model/query.js'
import { above, below } from './quotes.js'
import { times } from './times.js'

/**
 * Builds a {@link BookTicker}: by default BTCUSDT around 100 with quantity 1 on each side.
 * A missing side defaults to just outside the other.
 *
 * ```ts
 * import { aBookTicker } from 'rxmarket/testing'
 *
 * console.log(aBookTicker({ bidPrice: 99.5, askPrice: 100.5 }).askQuantity) // 1
 * ```
 */
export function aBookTicker(known: Partial<BookTicker> = {}): BookTicker {
  const bidPrice = known.bidPrice ?? below(known.askPrice ?? 100)
  return {
    type: 'bookTicker',
    symbol: 'BTCUSDT',
    receivedAt: 0,
    updateId: 1,
    bidPrice,
    bidQuantity: 1,
    askPrice: above(known.bidPrice ?? 100),
    askQuantity: 1,
    ...known,
  }
}

/**
 * Builds a {@link Depth}: by default BTCUSDT with one level on each side of 100.
 * A missing side defaults to just outside the other.
 *
 * ```ts
 * import { aDepth } from 'rxmarket/testing'
 *
 * const { bids, asks } = aDepth({ bids: [[99, 3], [98, 5]], asks: [[101, 1]] })
 * console.log(bids.length, asks.length) // 2 1
 * ```
 */
export function aDepth(known: Partial<Depth> = {}): Depth {
  const bid = known.bids?.[0]?.[0]
  const ask = known.asks?.[0]?.[0]
  return {
    type: 'depth',
    symbol: 'BTCUSDT',
    receivedAt: 0,
    lastUpdateId: 1,
    bids: [[below(ask ?? 100), 1]],
    asks: [[above(bid ?? 100), 1]],
    ...known,
  }
}

/**
 * Builds a {@link DepthDiff} of one update: by default BTCUSDT with one level set on each side of
 * 100. When only one side is given, the other did not change.
 *
 * ```ts
 * import { aDepthDiff } from 'rxmarket/testing'
 *
 * console.log(aDepthDiff({ bids: [[99, 0]] }).asks.length) // 0
 * ```
 */
export function aDepthDiff(known: Partial<DepthDiff> = {}): DepthDiff {
  const hasSide = known.bids !== undefined || known.asks !== undefined
  const firstUpdateId = known.firstUpdateId ?? known.lastUpdateId ?? 1
  return {
    type: 'depthDiff',
    symbol: 'BTCUSDT',
    ...times(known),
    firstUpdateId,
    lastUpdateId: firstUpdateId,
    bids: hasSide ? [] : [[below(100), 1]],
    asks: hasSide ? [] : [[above(100), 1]],
    ...known,
  }
}

/**
 * A {@link DepthSnapshot}: by default one level on each side of 100 for BTCUSDT. A side that is
 * left out is just beyond the other.
 *
 * ```ts
 * import { aDepthSnapshot } from 'rxmarket/testing'
 *
 * console.log(aDepthSnapshot({ lastUpdateId: 7 }).lastUpdateId) // 7
 * ```
 */
export function aDepthSnapshot(known: Partial<DepthSnapshot> = {}): DepthSnapshot {
  const { type: _type, ...fields } = known
  return { ...aDepth(fields), type: 'depthSnapshot' }
}
