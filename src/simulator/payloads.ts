/**
 * What each stream says, field by field in the documented order.
 * Source: web-socket-streams.md, Detailed Stream information.
 * `unit` is what one millisecond counts on the wire: 1, or 1,000 for `timeUnit=MICROSECOND`.
 */
import type { Bar } from './bars.js'
import { decimal, notional } from './decimal.js'
import type { DepthChanges } from './depth-watch.js'
import type { Level } from './engine/ladder.js'
import type { Touch } from './engine/order-book.js'
import type { AggregateTrade, Trade } from './engine/trade-log.js'
import type { Instrument } from './instrument.js'
import { DAY, HOUR, type Interval } from './intervals.js'
import type { Kline } from './kline.js'
import type { Listing } from './listing.js'
import { AVERAGE_MINUTES, averageUnits, referenceTicks, statisticsSince } from './statistics.js'
import type { Window } from './stream-name.js'

export type Unit = 1 | 1000

const WINDOW: Record<Window, number> = { '1h': HOUR, '4h': 4 * HOUR, '1d': DAY }

/** What a stream says at one moment of its market, taken down; it is written once its unit of time is known. */
export type Payload = (unit: Unit) => string

export function trade({ listing }: Instrument, { id, price, lots, time, buyerIsMaker }: Trade): Payload {
  return unit =>
    `{"e":"trade","E":${time * unit},"s":"${listing.symbol}","t":${id},"p":"${decimal(price, listing.tick)}","q":"${decimal(lots, listing.lot)}","T":${time * unit},"m":${buyerIsMaker},"M":true}`
}

export function blockTrade({ listing }: Instrument, { id, price, lots, time, buyerIsMaker }: Trade): Payload {
  return unit =>
    `{"e":"blockTrade","E":${time * unit},"s":"${listing.symbol}","t":${id},"p":"${decimal(price, listing.tick)}","q":"${decimal(lots, listing.lot)}","T":${time * unit},"m":${buyerIsMaker}}`
}

export function aggTrade({ listing }: Instrument, traded: AggregateTrade): Payload {
  const { id, price, lots, time, firstId, lastId, buyerIsMaker } = traded
  return unit =>
    `{"e":"aggTrade","E":${time * unit},"s":"${listing.symbol}","a":${id},"p":"${decimal(price, listing.tick)}","q":"${decimal(lots, listing.lot)}","f":${firstId},"l":${lastId},"T":${time * unit},"m":${buyerIsMaker},"M":true}`
}

export function bookTicker(instrument: Instrument): Payload {
  const { book, listing } = instrument
  const text = `{"u":${book.updateId},"s":"${listing.symbol}",${touch(instrument.touch(), listing)}}`
  return () => text
}

export function referencePrice(instrument: Instrument, now: number): Payload {
  const { listing, lastTradeTime } = instrument
  const price = decimal(referenceTicks(instrument, now) * listing.tick)
  return unit => `{"e":"referencePrice","s":"${listing.symbol}","r":"${price}","t":${lastTradeTime * unit}}`
}

/** The mean of five minutes, weighted by volume; the last price when nothing was traded. */
export function avgPrice(instrument: Instrument, now: number): Payload {
  const { listing, lastTradeTime } = instrument
  const price = decimal(averageUnits(instrument, now))
  return unit =>
    `{"e":"avgPrice","E":${now * unit},"s":"${listing.symbol}","i":"${AVERAGE_MINUTES}m","w":"${price}","T":${lastTradeTime * unit}}`
}

export function kline(
  { listing }: Instrument,
  { openTime, closeTime, bar }: Kline,
  interval: Interval,
  now: number,
): Payload {
  const { symbol, tick, lot } = listing
  const price = (ticks: number) => decimal(ticks, tick)
  return unit =>
    `{"e":"kline","E":${now * unit},"s":"${symbol}","k":{"t":${openTime * unit},"T":${lastOf(closeTime, unit)},"s":"${symbol}","i":"${interval}","f":${bar.first},"L":${bar.last},"o":"${price(bar.open)}","c":"${price(bar.close)}","h":"${price(bar.high)}","l":"${price(bar.low)}","v":"${decimal(bar.volume, lot)}","n":${bar.count},"x":${closeTime < now},"q":"${notional(bar.quote, tick, lot)}","V":"${decimal(bar.takerVolume, lot)}","Q":"${notional(bar.takerQuote, tick, lot)}","B":"0"}}`
}

/** The 24 hours to `now`, counted in whole minutes at their beginning. */
export function ticker(instrument: Instrument, now: number): Payload {
  const { listing, lastLots } = instrument
  const { bar, previousClose, meanUnits } = statisticsSince(instrument, now - DAY, now)
  const best = instrument.touch()
  const price = (ticks: number) => decimal(ticks, listing.tick)
  return unit =>
    `{"e":"24hrTicker","E":${now * unit},"s":"${listing.symbol}",${change(listing, bar)},"w":"${decimal(meanUnits)}","x":"${price(previousClose)}","c":"${price(bar.close)}","Q":"${decimal(lastLots, listing.lot)}",${touch(best, listing)},${range(listing, bar)},"O":${(now - DAY) * unit},"C":${now * unit},"F":${bar.first},"L":${bar.last},"n":${bar.count}}`
}

export function miniTicker(instrument: Instrument, now: number): Payload {
  const { listing } = instrument
  const { bar } = statisticsSince(instrument, now - DAY, now)
  return unit =>
    `{"e":"24hrMiniTicker","E":${now * unit},"s":"${listing.symbol}","c":"${decimal(bar.close, listing.tick)}",${range(listing, bar)}}`
}

/** The window opens on a whole minute, so it is up to 59,999 ms wider than its name. */
export function rollingTicker(instrument: Instrument, window: Window, now: number): Payload {
  const { listing } = instrument
  const { openTime, bar, meanUnits } = statisticsSince(instrument, now - WINDOW[window], now)
  const [open, high, low, volume, quote] = figures(listing, bar)
  return unit =>
    `{"e":"${window}Ticker","E":${now * unit},"s":"${listing.symbol}",${change(listing, bar)},"o":"${open}","h":"${high}","l":"${low}","c":"${decimal(bar.close, listing.tick)}","w":"${decimal(meanUnits)}","v":"${volume}","q":"${quote}","O":${openTime * unit},"C":${now * unit},"F":${bar.first},"L":${bar.last},"n":${bar.count}}`
}

export function partialDepth(instrument: Instrument, count: number): Payload {
  const { listing } = instrument
  const { lastUpdateId, bids, asks } = instrument.depth(count)
  return () =>
    `{"lastUpdateId":${lastUpdateId},"bids":${levels(bids, listing)},"asks":${levels(asks, listing)}}`
}

export function depthUpdate({ listing }: Instrument, changes: DepthChanges, now: number): Payload {
  const { firstId, lastId, bids, asks } = changes
  return unit =>
    `{"e":"depthUpdate","E":${now * unit},"s":"${listing.symbol}","U":${firstId},"u":${lastId},"b":${levels(bids, listing)},"a":${levels(asks, listing)}}`
}

/** The last moment of a millisecond: in microseconds there are a thousand of them. */
export function lastOf(time: number, unit: Unit): number {
  return (time + 1) * unit - 1
}

/** Several payloads of one moment in an array. */
export function array(payloads: readonly Payload[]): Payload {
  return unit => `[${payloads.map(payload => payload(unit)).join(',')}]`
}

/** `[[price, quantity], …]`. */
export function levels(side: readonly Level[], { tick, lot }: Listing): string {
  return `[${side.map(([price, lots]) => `["${decimal(price, tick)}","${decimal(lots, lot)}"]`).join(',')}]`
}

function touch({ bid, bidLots, ask, askLots }: Touch, { tick, lot }: Listing): string {
  return `"b":"${decimal(bid, tick)}","B":"${decimal(bidLots, lot)}","a":"${decimal(ask, tick)}","A":"${decimal(askLots, lot)}"`
}

function change({ tick }: Listing, { open, close }: Bar): string {
  return `"p":"${decimal(close - open, tick)}","P":"${(((close - open) / open) * 100).toFixed(2)}"`
}

function figures({ tick, lot }: Listing, bar: Bar): [string, string, string, string, string] {
  const price = (ticks: number) => decimal(ticks, tick)
  return [
    price(bar.open),
    price(bar.high),
    price(bar.low),
    decimal(bar.volume, lot),
    notional(bar.quote, tick, lot),
  ]
}

function range(listing: Listing, bar: Bar): string {
  const [open, high, low, volume, quote] = figures(listing, bar)
  return `"o":"${open}","h":"${high}","l":"${low}","v":"${volume}","q":"${quote}"`
}
