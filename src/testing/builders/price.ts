/** Builders of prices that the exchange calculates. */
import type { AvgPrice, ReferencePrice } from '../../model/event.js'
import { times } from './times.js'

/**
 * Builds an {@link AvgPrice}: by default BTCUSDT at 100 over five minutes.
 *
 * ```ts
 * import { anAvgPrice } from 'rxmarket/testing'
 *
 * console.log(anAvgPrice({ averagePrice: 99 }).interval) // 5m
 * ```
 */
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

/**
 * Builds a {@link ReferencePrice}: by default BTCUSDT at 100.
 *
 * ```ts
 * import { aReferencePrice } from 'rxmarket/testing'
 *
 * console.log(aReferencePrice({ referencePrice: null }).symbol) // BTCUSDT
 * ```
 */
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
