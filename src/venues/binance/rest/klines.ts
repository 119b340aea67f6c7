/**
 * Klines of a span of time.
 *
 * Source: rest-api.md, "Kline/Candlestick data".
 */
import { list } from '../../../codec/types/list.js'
import { Decimal, Ignored, Integer } from '../fields.js'
import { MAX_ELEMENTS } from './limits.js'
import { queryKind } from './query-kind.js'
import { row } from './row.js'
import { inUnit } from './time-unit.js'

/** The trade ids of klines from history. */
const NO_ID = -1

const Row = row(
  [
    Integer,
    Decimal,
    Decimal,
    Decimal,
    Decimal,
    Decimal,
    Integer,
    Decimal,
    Integer,
    Decimal,
    Decimal,
    Ignored,
  ],
  'a kline',
)

export const klines = queryKind('klines', {
  route: 'klines',
  parameters: ({ symbol, freq, timeZone = '+00:00', from, to, limit }) => ({
    symbol,
    interval: freq,
    startTime: from,
    endTime: to,
    timeZone: timeZone === '+00:00' ? undefined : timeZone.slice(1),
    limit: Math.min(limit, MAX_ELEMENTS),
  }),
  weight: () => 2,
  body: list(Row, 'a list of klines'),
  toAnswer: (rows, { symbol, freq, timeZone = '+00:00' }, { receivedAt, timeUnit, asOf }) => {
    const now = inUnit(asOf, timeUnit)
    return rows.map((kline, index) => {
      const [openTime, open, high, low, close, volume, closeTime, quoteVolume, count, takerBase, takerQuote] =
        kline
      // The rows do not state it. A later kline, or a moment before the request, proves it.
      const isClosed = index < rows.length - 1 || closeTime < now
      return {
        type: 'kline',
        symbol,
        eventTime: isClosed ? closeTime : Math.min(closeTime, now),
        receivedAt,
        freq,
        timeZone,
        openTime,
        closeTime,
        firstTradeId: NO_ID,
        lastTradeId: NO_ID,
        openPrice: open,
        closePrice: close,
        highPrice: high,
        lowPrice: low,
        volume,
        quoteVolume,
        takerBuyVolume: takerBase,
        takerBuyQuoteVolume: takerQuote,
        tradeCount: count,
        isClosed,
        backfilled: true,
      }
    })
  },
})
