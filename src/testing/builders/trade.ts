/** Builders of trades: single, aggregated by taker order, block. */
import type { AggTrade, BlockTrade, Trade } from '../../model/event.js'
import { times } from './times.js'

function trade(known: Partial<Pick<Trade, 'eventTime' | 'receivedAt'>>) {
  const { eventTime, receivedAt } = times(known)
  return {
    symbol: 'BTCUSDT',
    eventTime,
    receivedAt,
    price: 100,
    quantity: 1,
    tradeTime: eventTime,
    isBuyerMaker: false,
  }
}

/**
 * Builds a {@link Trade}: by default a taker buys 1 BTCUSDT at 100.
 *
 * ```ts
 * import { aTrade } from 'rxmarket/testing'
 *
 * console.log(aTrade({ price: 105 }).quantity) // 1
 * ```
 */
export function aTrade(known: Partial<Trade> = {}): Trade {
  return { type: 'trade', ...trade(known), tradeId: 1, ...known }
}

/**
 * Builds an {@link AggTrade} of a single trade: by default a taker buys 1 BTCUSDT at 100.
 *
 * ```ts
 * import { anAggTrade } from 'rxmarket/testing'
 *
 * console.log(anAggTrade({ price: 105 }).symbol) // BTCUSDT
 * ```
 */
export function anAggTrade(known: Partial<AggTrade> = {}): AggTrade {
  const firstTradeId = known.firstTradeId ?? known.lastTradeId ?? 1
  return {
    type: 'aggTrade',
    ...trade(known),
    aggregateTradeId: 1,
    firstTradeId,
    lastTradeId: firstTradeId,
    ...known,
  }
}

/**
 * Builds a {@link BlockTrade}: by default a taker buys 1 BTCUSDT at 100.
 *
 * ```ts
 * import { aBlockTrade } from 'rxmarket/testing'
 *
 * console.log(aBlockTrade({ quantity: 500 }).price) // 100
 * ```
 */
export function aBlockTrade(known: Partial<BlockTrade> = {}): BlockTrade {
  return { type: 'blockTrade', ...trade(known), tradeId: 1, ...known }
}
