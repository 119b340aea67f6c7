/** `avgPrice`, `ticker/24hr`, `ticker/tradingDay`, `ticker`, `ticker/price`, `ticker/bookTicker`. Source: rest-api.md, Market Data endpoints. */
import { decimal, notional } from '../decimal.js'
import type { Instrument } from '../instrument.js'
import { DAY, HOUR, MINUTE } from '../intervals.js'
import { klineAt } from '../kline.js'
import { lastOf, type Unit } from '../payloads.js'
import { AVERAGE_MINUTES, meanUnits, type Statistics } from '../statistics.js'
import { invalid, type Query, RestError } from './query.js'
import { countSymbols, forEach, instrumentOf, type Route } from './route.js'
import { zoneOf } from './zone.js'

export const avgPrice: Route = {
  parameters: ['symbol'],
  weight: () => 2,
  answer(question) {
    const instrument = instrumentOf(question)
    return JSON.stringify({
      mins: AVERAGE_MINUTES,
      price: decimal(instrument.averageUnits()),
      closeTime: instrument.lastTradeTime * question.unit,
    })
  },
}

/** The last 24 hours. */
export const ticker24hr: Route = {
  parameters: ['symbol', 'symbols', 'type', 'symbolStatus'],
  weight(query) {
    const count = countSymbols(query) ?? Infinity
    return count <= 20 ? 2 : count <= 100 ? 40 : 80
  },
  answer(question) {
    const isFull = full(question.query)
    return forEach(question, instrument => {
      const statistics = instrument.statistics(DAY)
      const openTime = statistics.closeTime - DAY
      const mini = figures(instrument, { ...statistics, openTime }, question.unit)
      if (!isFull) return mini
      const { tick, lot } = instrument.listing
      return {
        ...change(instrument, statistics),
        prevClosePrice: decimal(statistics.previousClose, tick),
        lastQty: decimal(instrument.lastLots, lot),
        ...quotes(instrument),
        ...mini,
      }
    })
  },
}

/**
 * A window of any whole number of minutes, hours or days, opened on a whole minute. What is older than a day is held in hours:
 * of a longer window the part of an hour that it opens in is left out.
 */
export const tickerOfWindow: Route = {
  parameters: ['symbol', 'symbols', 'windowSize', 'type', 'symbolStatus'],
  weight: query => Math.min(200, 4 * (countSymbols(query) ?? 1)),
  answer(question) {
    const window = windowOf(question.query)
    const isFull = full(question.query)
    return forEach(
      question,
      instrument => {
        const statistics = instrument.statistics(window)
        const mini = figures(instrument, statistics, question.unit)
        return isFull ? { ...change(instrument, statistics), ...mini } : mini
      },
      false,
    )
  },
}

/** The day that it is in a zone, from its first millisecond to its last, which is still to come. */
export const tickerOfDay: Route = {
  parameters: ['symbol', 'symbols', 'timeZone', 'type', 'symbolStatus'],
  weight: query => Math.min(200, 4 * (countSymbols(query) ?? 1)),
  answer(question) {
    const { now, query, unit } = question
    const offset = zoneOf(query)
    const isFull = full(query)
    return forEach(
      question,
      instrument => {
        const day = klineAt(instrument, '1d', offset, now)
        if (day === undefined) throw new Error('The market has no today: its past is always longer')
        const mini = { ...figures(instrument, day, unit), closeTime: lastOf(day.closeTime, unit) }
        if (!isFull) return mini
        return { ...change(instrument, { ...day, meanUnits: meanUnits(instrument, day.bar) }), ...mini }
      },
      false,
    )
  },
}

export const tickerPrice: Route = {
  parameters: ['symbol', 'symbols', 'symbolStatus'],
  weight: query => (query.has('symbol') ? 2 : 4),
  answer: question =>
    forEach(question, ({ listing, lastPrice }) => ({
      symbol: listing.symbol,
      price: decimal(lastPrice, listing.tick),
    })),
}

export const bookTicker: Route = {
  parameters: ['symbol', 'symbols', 'symbolStatus'],
  weight: query => (query.has('symbol') ? 2 : 4),
  answer: question => forEach(question, quotes),
}

function full(query: Query): boolean {
  const type = query.get('type') ?? 'FULL'
  if (type !== 'FULL' && type !== 'MINI') throw new RestError(-1139, 'Invalid ticker type.')
  return type === 'FULL'
}

const WINDOWS: Readonly<Record<string, { readonly unit: number; readonly most: number }>> = {
  m: { unit: MINUTE, most: 59 },
  h: { unit: HOUR, most: 23 },
  d: { unit: DAY, most: 7 },
}

function windowOf(query: Query): number {
  const [, count = '', letter = ''] = /^([1-9]\d?)([mhd])$/.exec(query.get('windowSize') ?? '1d') ?? []
  const window = WINDOWS[letter]
  if (window === undefined || Number(count) > window.most) throw invalid('windowSize')
  return Number(count) * window.unit
}

function change(
  { listing }: Instrument,
  { bar: { open, close }, meanUnits }: Pick<Statistics, 'bar' | 'meanUnits'>,
): object {
  return {
    symbol: listing.symbol,
    priceChange: decimal(close - open, listing.tick),
    priceChangePercent: (((close - open) / open) * 100).toFixed(3),
    weightedAvgPrice: decimal(meanUnits),
  }
}

function quotes(instrument: Instrument): object {
  const { symbol, tick, lot } = instrument.listing
  const { bid, bidLots, ask, askLots } = instrument.touch()
  return {
    symbol,
    bidPrice: decimal(bid, tick),
    bidQty: decimal(bidLots, lot),
    askPrice: decimal(ask, tick),
    askQty: decimal(askLots, lot),
  }
}

function figures(
  { listing: { symbol, tick, lot } }: Instrument,
  { bar, openTime, closeTime }: Pick<Statistics, 'bar' | 'openTime' | 'closeTime'>,
  unit: Unit,
): object {
  return {
    symbol,
    openPrice: decimal(bar.open, tick),
    highPrice: decimal(bar.high, tick),
    lowPrice: decimal(bar.low, tick),
    lastPrice: decimal(bar.close, tick),
    volume: decimal(bar.volume, lot),
    quoteVolume: notional(bar.quote, tick, lot),
    openTime: openTime * unit,
    closeTime: closeTime * unit,
    firstId: bar.first,
    lastId: bar.last,
    count: bar.count,
  }
}
