/** Statistics of time windows, for tickers, averages and REST. */
import type { SymbolSpec } from '../engine/symbol-spec.js'
import { type Bar, flatBar } from './bar.js'
import type { Bars } from './bars.js'
import { HOUR, MINUTE, SECOND } from '../durations.js'

/** The data for statistics; an `Instrument` has all of it. */
export interface TradedSymbol {
  readonly spec: SymbolSpec
  readonly bars: Bars
  /** In ticks. */
  readonly lastPrice: number
}

/** The trades of a window that ends now. Prices in ticks, volumes in lots. */
export interface Statistics {
  /** Epoch ms, at a minute's boundary. */
  readonly openTime: number
  /** Epoch ms, now. */
  readonly closeTime: number
  /** Flat at the last price, with a `count` of 0 and ids of -1, when nothing was traded. */
  readonly bar: Bar
  /** The price of the last trade before it. */
  readonly previousClose: number
  /**
   * Mean price weighted by quantity, in units of 0.00000001 (not in ticks); the last price when
   * nothing was traded.
   */
  readonly meanUnits: number
}

/** Minutes that the average price covers. Source: web-socket-streams.md, Average Price. */
export const AVERAGE_MINUTES = 5

/** Buckets of the reference price, each as wide as a second. */
export const REFERENCE_BUCKETS = 10

/** Statistics from the minute's boundary at or before `from` to `now`. */
export function statisticsSince(instrument: TradedSymbol, from: number, now: number): Statistics {
  const { bars, lastPrice } = instrument
  const openTime = Math.floor(from / MINUTE) * MINUTE
  const bar = bars.between(openTime, Math.floor(now / HOUR) * HOUR + HOUR, lastPrice)
  if (bar === undefined)
    throw new Error('The market has no history, though an instrument starts with 46 days of it')
  return {
    openTime,
    closeTime: now,
    bar,
    previousClose: bars.between(openTime - MINUTE, openTime, bar.open)?.close ?? bar.open,
    meanUnits: meanUnits(instrument, bar),
  }
}

/**
 * The mean price of the last five minutes, to the second, weighted by quantity, in units of
 * 0.00000001.
 */
export function averageUnits(instrument: TradedSymbol, now: number): number {
  const { bars, lastPrice } = instrument
  const second = Math.floor(now / SECOND) * SECOND
  const bar = bars.between(second - AVERAGE_MINUTES * MINUTE, second + SECOND, lastPrice)
  return meanUnits(instrument, bar ?? flatBar(lastPrice))
}

/**
 * The arithmetic mean of the closes of the last ten seconds, in ticks, rounded. Source:
 * rest-api.md, Query Reference Price Calculation: `ARITHMETIC_MEAN` of 10 buckets of 1,000 ms.
 */
export function referenceTicks({ bars, lastPrice }: TradedSymbol, now: number): number {
  const end = Math.floor(now / SECOND) * SECOND + SECOND
  let sum = 0
  for (let bucket = 0; bucket < REFERENCE_BUCKETS; bucket++) {
    const from = end - (bucket + 1) * SECOND
    sum += (bars.between(from, from + SECOND, lastPrice) ?? flatBar(lastPrice)).close
  }
  return Math.round(sum / REFERENCE_BUCKETS)
}

/**
 * Mean price of a bar weighted by quantity, in units of 0.00000001; its close when nothing was
 * traded.
 */
export function meanUnits({ spec }: TradedSymbol, { close, volume, quote }: Bar): number {
  return volume > 0 ? Math.round((quote / volume) * spec.tick) : close * spec.tick
}
