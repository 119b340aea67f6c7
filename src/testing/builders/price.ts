/** Makers of prices that the exchange reckons itself. */
import type { AvgPrice, ReferencePrice } from '../../model/event.js'
import { times } from './times.js'

/** An {@link AvgPrice}: BTCUSDT at 100 over five minutes, unless said. */
export function anAvgPrice(known: Partial<AvgPrice> = {}): AvgPrice {
  const { eventTime, receivedAt } = times(known)
  return {
    type: 'avgPrice',
    symbol: 'BTCUSDT',
    eventTime,
    receivedAt,
    interval: '5m',
    averagePrice: 100,
    lastTradeTime: eventTime,
    ...known,
  }
}

/** A {@link ReferencePrice}: BTCUSDT at 100, unless said. */
export function aReferencePrice(known: Partial<ReferencePrice> = {}): ReferencePrice {
  const receivedAt = known.receivedAt ?? known.validAt ?? 0
  return {
    type: 'referencePrice',
    symbol: 'BTCUSDT',
    receivedAt,
    referencePrice: 100,
    validAt: receivedAt,
    ...known,
  }
}
