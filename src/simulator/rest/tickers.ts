/**
 * `avgPrice`, `ticker/24hr`, `ticker/tradingDay`, `ticker`, `ticker/price`, `ticker/bookTicker`.
 * Source: rest-api.md, Market Data endpoints.
 */
import { decimal, notional } from '../decimal.js'
import type { Instrument } from '../market/instrument.js'
import { DAY, HOUR, MINUTE } from '../durations.js'
import { klineAt } from '../market/kline.js'
import { lastMomentOf, type Unit } from '../streams/unit.js'
import { AVERAGE_MINUTES, meanUnits, type Statistics } from '../market/statistics.js'
import { invalid, type Query, RestError } from './query.js'
import { countSymbols, respondPerSymbol, instrumentOf, type Route } from './route.js'
import { parseZone } from './zone.js'

export const avgPrice: Route = {
  parameters: ['symbol'],
  weight: () => 2,
  respond(context) {
    const instrument = instrumentOf(context)
    return JSON.stringify({
      mins: AVERAGE_MINUTES,
      price: decimal(instrument.averageUnits()),
      closeTime: instrument.lastTradeTime * context.unit,
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
  respond(context) {
    const isFull = full(context.query)
    return respondPerSymbol(context, instrument => {
      const statistics = instrument.statistics(DAY)
      const openTime = statistics.closeTime - DAY
      const mini = figures(instrument, { ...statistics, openTime }, context.unit)
      if (!isFull) return mini
      const { tick, lot } = instrument.spec
      return {
        ...change(instrument, statistics),
        prevClosePrice: decimal(statistics.previousClose, tick),
        // Before `lastQty` here, after `lowPrice` in MINI.
        lastPrice: decimal(statistics.bar.close, tick),
        lastQty: decimal(instrument.lastLots, lot),
        ...quotes(instrument),
        ...mini,
      }
    })
  },
}

/**
 * A window of minutes, hours or days that opens at a minute's boundary. Bars older than a day are
 * hours: of a longer window the first, partial hour is left out.
 */
export const tickerOfWindow: Route = {
  parameters: ['symbol', 'symbols', 'windowSize', 'type', 'symbolStatus'],
  weight: query => Math.min(200, 4 * (countSymbols(query) ?? 1)),
  respond(context) {
    const window = windowOf(context.query)
    const isFull = full(context.query)
    return respondPerSymbol(
      context,
      instrument => {
        const statistics = instrument.statistics(window)
        const mini = figures(instrument, statistics, context.unit)
        return isFull ? { ...change(instrument, statistics), ...mini } : mini
      },
      false,
    )
  },
}

/** The current day of a zone, from its first millisecond to its last, which is in the future. */
export const tickerOfDay: Route = {
  parameters: ['symbol', 'symbols', 'timeZone', 'type', 'symbolStatus'],
  weight: query => Math.min(200, 4 * (countSymbols(query) ?? 1)),
  respond(context) {
    const { now, query, unit } = context
    const offset = parseZone(query)
    const isFull = full(query)
    return respondPerSymbol(
      context,
      instrument => {
        const day = klineAt(instrument, '1d', offset, now)
        if (day === undefined) throw new Error('The market has no bar of today, though its history is longer')
        const mini = { ...figures(instrument, day, unit), closeTime: lastMomentOf(day.closeTime, unit) }
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
  respond: context =>
    respondPerSymbol(context, ({ spec, lastPrice }) => ({
      symbol: spec.symbol,
      price: decimal(lastPrice, spec.tick),
    })),
}

export const bookTicker: Route = {
  parameters: ['symbol', 'symbols', 'symbolStatus'],
  weight: query => (query.has('symbol') ? 2 : 4),
  respond: context => respondPerSymbol(context, quotes),
}

function full(query: Query): boolean {
  const type = query.get('type') ?? 'FULL'
  if (type !== 'FULL' && type !== 'MINI') throw new RestError(-1139, 'Invalid ticker type.')
  return type === 'FULL'
}

const WINDOWS: Readonly<Record<string, { readonly unit: number; readonly max: number }>> = {
  m: { unit: MINUTE, max: 59 },
  h: { unit: HOUR, max: 23 },
  d: { unit: DAY, max: 7 },
}

function windowOf(query: Query): number {
  const [, count = '', letter = ''] = /^([1-9]\d?)([mhd])$/.exec(query.get('windowSize') ?? '1d') ?? []
  const window = WINDOWS[letter]
  if (window === undefined || Number(count) > window.max) throw invalid('windowSize')
  return Number(count) * window.unit
}

function change(
  { spec }: Instrument,
  { bar: { open, close }, meanUnits }: Pick<Statistics, 'bar' | 'meanUnits'>,
): object {
  return {
    symbol: spec.symbol,
    priceChange: decimal(close - open, spec.tick),
    priceChangePercent: (((close - open) / open) * 100).toFixed(3),
    weightedAvgPrice: decimal(meanUnits),
  }
}

function quotes(instrument: Instrument): object {
  const { symbol, tick, lot } = instrument.spec
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
  { spec: { symbol, tick, lot } }: Instrument,
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
