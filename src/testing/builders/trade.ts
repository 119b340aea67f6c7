/** Makers of trades: single, joined by taker order, in blocks. */
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

/** A {@link Trade}: one BTCUSDT at 100, bought by a taker, unless said. */
export function aTrade(known: Partial<Trade> = {}): Trade {
  return { type: 'trade', ...trade(known), tradeId: 1, ...known }
}

/** An {@link AggTrade} of a single trade: one BTCUSDT at 100, bought by a taker, unless said. */
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

/** A {@link BlockTrade}: one BTCUSDT at 100, bought by a taker, unless said. */
export function aBlockTrade(known: Partial<BlockTrade> = {}): BlockTrade {
  return { type: 'blockTrade', ...trade(known), tradeId: 1, ...known }
}
