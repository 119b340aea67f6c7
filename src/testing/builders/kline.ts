/** Builder of klines. */
import type { TimeZone } from '../../model/channel.js'
import type { Kline } from '../../model/event.js'
import type { Freq } from '../../model/freq.js'
import { intervalAt } from '../../model/time-range.js'
import { times } from './times.js'

const EIGHT_HOURS = 8 * 3_600_000

/** The bounds of the interval that contains `time`, with days that start in the time zone. */
function bounds(freq: Freq, timeZone: TimeZone, time: number) {
  const zone = timeZone === '+08:00' ? EIGHT_HOURS : 0
  const { start, end } = intervalAt(freq, time + zone)
  return { openTime: start - zone, closeTime: end - zone - 1 }
}

/**
 * Builds a {@link Kline}: by default BTCUSDT, one minute, not closed, flat at 100. Its bounds are
 * those of the interval that contains its `openTime` or `eventTime`.
 *
 * ```ts
 * import { aKline } from 'rxmarket/testing'
 *
 * const { openTime, closeTime, highPrice } = aKline({
 *   freq: '5m',
 *   openTime: 300_000,
 *   openPrice: 90,
 * })
 * console.log(openTime, closeTime, highPrice) // 300000 599999 100
 * ```
 */
export function aKline(known: Partial<Kline> = {}): Kline {
  const { eventTime, receivedAt } = times(known)
  const { freq = '1m', timeZone = '+00:00', closePrice = 100, volume = 10 } = known
  const openPrice = known.openPrice ?? closePrice
  return {
    type: 'kline',
    symbol: 'BTCUSDT',
    eventTime,
    receivedAt,
    freq,
    timeZone,
    ...bounds(freq, timeZone, known.openTime ?? eventTime),
    firstTradeId: 1,
    lastTradeId: 10,
    openPrice,
    closePrice,
    highPrice: Math.max(openPrice, closePrice),
    lowPrice: Math.min(openPrice, closePrice),
    volume,
    quoteVolume: volume * closePrice,
    takerBuyVolume: volume / 2,
    takerBuyQuoteVolume: (volume / 2) * closePrice,
    tradeCount: 10,
    isClosed: false,
    ...known,
  }
}
