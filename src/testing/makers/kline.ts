/** Maker of klines. */
import type { TimeZone } from '../../model/channel.js'
import type { Kline } from '../../model/event.js'
import type { Freq } from '../../model/freq.js'
import { times } from './times.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
// Weeks begin on a Monday; the epoch began on a Thursday.
const FIRST_MONDAY = 4 * DAY

const SPANS: Readonly<Record<Exclude<Freq, '1M'>, number>> = {
  '1s': 1_000,
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': 7 * DAY,
}

/** The kline's own bounds: the one that `time` falls into. */
function bounds(freq: Freq, timeZone: TimeZone, time: number) {
  const zone = timeZone === '+08:00' ? 8 * HOUR : 0
  const local = time + zone
  if (freq === '1M') {
    const date = new Date(local)
    const month = (ahead: number): number =>
      Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1) - zone
    return { openTime: month(0), closeTime: month(1) - 1 }
  }
  const start = freq === '1w' ? FIRST_MONDAY : 0
  const openTime = Math.floor((local - start) / SPANS[freq]) * SPANS[freq] + start - zone
  return { openTime, closeTime: openTime + SPANS[freq] - 1 }
}

/**
 * A {@link Kline} of one minute: BTCUSDT, still running, unmoved at 100, unless said. Its bounds are those of the interval that
 * its `openTime`, or else its `eventTime`, falls into.
 *
 * ```ts
 * import { aKline } from 'rxmarket/testing'
 *
 * const { openTime, closeTime, highPrice } = aKline({ freq: '5m', openTime: 300_000, openPrice: 90 })
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
