/**
 * The payload of each stream, field by field in the documented order (or the one observed, see
 * `Protocol`). Source: web-socket-streams.md, Detailed Stream information.
 */
import type { Bar } from '../market/bar.js'
import { decimal, notional } from '../decimal.js'
import type { DepthChanges } from '../market/depth-deltas.js'
import type { Level } from '../engine/ladder.js'
import type { Touch } from '../engine/order-book.js'
import type { AggregateTrade, Trade } from '../engine/trade-log.js'
import type { Instrument } from '../market/instrument.js'
import { DAY, HOUR } from '../durations.js'
import type { Interval } from '../market/intervals.js'
import type { Kline } from '../market/kline.js'
import type { SymbolSpec } from '../engine/symbol-spec.js'
import { AVERAGE_MINUTES, averageUnits, referenceTicks, statisticsSince } from '../market/statistics.js'
import type { Protocol } from '../protocol.js'
import type { Window } from './stream-name.js'
import { lastMomentOf, type Unit } from './unit.js'

const WINDOW: Record<Window, number> = { '1h': HOUR, '4h': 4 * HOUR, '1d': DAY }

/**
 * A payload with its values already read from the market; serialised once the unit of time is
 * known.
 */
export type Payload = (unit: Unit) => string

export function trade({ spec }: Instrument, { id, price, lots, time, buyerIsMaker }: Trade): Payload {
  return unit =>
    `{"e":"trade","E":${time * unit},"s":"${spec.symbol}","t":${id},"p":"${decimal(price, spec.tick)}","q":"${decimal(lots, spec.lot)}","T":${time * unit},"m":${buyerIsMaker},"M":true}`
}

export function blockTrade({ spec }: Instrument, { id, price, lots, time, buyerIsMaker }: Trade): Payload {
  return unit =>
    `{"e":"blockTrade","E":${time * unit},"s":"${spec.symbol}","t":${id},"p":"${decimal(price, spec.tick)}","q":"${decimal(lots, spec.lot)}","T":${time * unit},"m":${buyerIsMaker}}`
}

export function aggTrade({ spec }: Instrument, traded: AggregateTrade): Payload {
  const { id, price, lots, time, firstId, lastId, buyerIsMaker } = traded
  return unit =>
    `{"e":"aggTrade","E":${time * unit},"s":"${spec.symbol}","a":${id},"p":"${decimal(price, spec.tick)}","q":"${decimal(lots, spec.lot)}","f":${firstId},"l":${lastId},"T":${time * unit},"m":${buyerIsMaker},"M":true}`
}

export function bookTicker(instrument: Instrument): Payload {
  const { book, spec } = instrument
  const text = `{"u":${book.updateId},"s":"${spec.symbol}",${touch(instrument.touch(), spec)}}`
  return () => text
}

export function referencePrice(instrument: Instrument, now: number): Payload {
  const { spec, lastTradeTime } = instrument
  const price = decimal(referenceTicks(instrument, now) * spec.tick)
  return unit => `{"e":"referencePrice","s":"${spec.symbol}","r":"${price}","t":${lastTradeTime * unit}}`
}

/** The volume-weighted mean of five minutes; the last price when nothing was traded. */
export function avgPrice(instrument: Instrument, now: number): Payload {
  const { spec, lastTradeTime } = instrument
  const price = decimal(averageUnits(instrument, now))
  return unit =>
    `{"e":"avgPrice","E":${now * unit},"s":"${spec.symbol}","i":"${AVERAGE_MINUTES}m","w":"${price}","T":${lastTradeTime * unit}}`
}

export function kline(
  { spec }: Instrument,
  { openTime, closeTime, bar }: Kline,
  interval: Interval,
  now: number,
): Payload {
  const { symbol, tick, lot } = spec
  const price = (ticks: number) => decimal(ticks, tick)
  return unit =>
    `{"e":"kline","E":${now * unit},"s":"${symbol}","k":{"t":${openTime * unit},"T":${lastMomentOf(closeTime, unit)},"s":"${symbol}","i":"${interval}","f":${bar.first},"L":${bar.last},"o":"${price(bar.open)}","c":"${price(bar.close)}","h":"${price(bar.high)}","l":"${price(bar.low)}","v":"${decimal(bar.volume, lot)}","n":${bar.count},"x":${closeTime < now},"q":"${notional(bar.quote, tick, lot)}","V":"${decimal(bar.takerVolume, lot)}","Q":"${notional(bar.takerQuote, tick, lot)}","B":"0"}}`
}

/** The 24 hours to `now`, from a minute boundary on. */
export function ticker(instrument: Instrument, now: number): Payload {
  const { spec, lastLots } = instrument
  const { bar, previousClose, meanUnits } = statisticsSince(instrument, now - DAY, now)
  const best = instrument.touch()
  const price = (ticks: number) => decimal(ticks, spec.tick)
  return unit =>
    `{"e":"24hrTicker","E":${now * unit},"s":"${spec.symbol}",${change(spec, bar)},"w":"${decimal(meanUnits)}","x":"${price(previousClose)}","c":"${price(bar.close)}","Q":"${decimal(lastLots, spec.lot)}",${touch(best, spec)},${range(spec, bar)},"O":${(now - DAY) * unit},"C":${now * unit},"F":${bar.first},"L":${bar.last},"n":${bar.count}}`
}

export function miniTicker(instrument: Instrument, now: number): Payload {
  const { spec } = instrument
  const { bar } = statisticsSince(instrument, now - DAY, now)
  return unit =>
    `{"e":"24hrMiniTicker","E":${now * unit},"s":"${spec.symbol}","c":"${decimal(bar.close, spec.tick)}",${range(spec, bar)}}`
}

/** The window opens at a minute boundary, so it is up to 59,999 ms wider than its name. */
export function rollingTicker(
  instrument: Instrument,
  window: Window,
  protocol: Protocol,
  now: number,
): Payload {
  const { spec } = instrument
  const { openTime, bar, meanUnits } = statisticsSince(instrument, now - WINDOW[window], now)
  const [open, high, low, volume, quote] = figures(spec, bar)
  const mean = `"w":"${decimal(meanUnits)}"`
  const prices = `"o":"${open}","h":"${high}","l":"${low}","c":"${decimal(bar.close, spec.tick)}"`
  const order = protocol === 'live' ? `${mean},${prices}` : `${prices},${mean}`
  return unit =>
    `{"e":"${window}Ticker","E":${now * unit},"s":"${spec.symbol}",${change(spec, bar)},${order},"v":"${volume}","q":"${quote}","O":${openTime * unit},"C":${now * unit},"F":${bar.first},"L":${bar.last},"n":${bar.count}}`
}

export function partialDepth(instrument: Instrument, count: number): Payload {
  const { spec } = instrument
  const { lastUpdateId, bids, asks } = instrument.depth(count)
  return () => `{"lastUpdateId":${lastUpdateId},"bids":${levels(bids, spec)},"asks":${levels(asks, spec)}}`
}

export function depthUpdate({ spec }: Instrument, changes: DepthChanges, now: number): Payload {
  const { firstId, lastId, bids, asks } = changes
  return unit =>
    `{"e":"depthUpdate","E":${now * unit},"s":"${spec.symbol}","U":${firstId},"u":${lastId},"b":${levels(bids, spec)},"a":${levels(asks, spec)}}`
}

/** Several payloads in one array. */
export function array(payloads: readonly Payload[]): Payload {
  return unit => `[${payloads.map(payload => payload(unit)).join(',')}]`
}

/** `[[price, quantity], …]`. */
export function levels(side: readonly Level[], { tick, lot }: SymbolSpec): string {
  return `[${side.map(([price, lots]) => `["${decimal(price, tick)}","${decimal(lots, lot)}"]`).join(',')}]`
}

function touch({ bid, bidLots, ask, askLots }: Touch, { tick, lot }: SymbolSpec): string {
  return `"b":"${decimal(bid, tick)}","B":"${decimal(bidLots, lot)}","a":"${decimal(ask, tick)}","A":"${decimal(askLots, lot)}"`
}

function change({ tick }: SymbolSpec, { open, close }: Bar): string {
  return `"p":"${decimal(close - open, tick)}","P":"${(((close - open) / open) * 100).toFixed(2)}"`
}

function figures({ tick, lot }: SymbolSpec, bar: Bar): [string, string, string, string, string] {
  const price = (ticks: number) => decimal(ticks, tick)
  return [
    price(bar.open),
    price(bar.high),
    price(bar.low),
    decimal(bar.volume, lot),
    notional(bar.quote, tick, lot),
  ]
}

function range(spec: SymbolSpec, bar: Bar): string {
  const [open, high, low, volume, quote] = figures(spec, bar)
  return `"o":"${open}","h":"${high}","l":"${low}","v":"${volume}","q":"${quote}"`
}
