/**
 * What each stream says, field by field in the documented order.
 * Source: web-socket-streams.md, Detailed Stream information.
 * `unit` is what one millisecond counts on the wire: 1, or 1,000 for `timeUnit=MICROSECOND`.
 */
import type { Bar } from './bars.js'
import { decimal, notional } from './decimal.js'
import type { DepthChanges } from './depth-watch.js'
import type { Level } from './engine/ladder.js'
import type { AggregateTrade, Trade } from './engine/trade-log.js'
import type { Instrument } from './instrument.js'
import { DAY, HOUR, type Interval } from './intervals.js'
import type { Kline } from './kline.js'
import { AVERAGE_MINUTES, averageUnits, referenceTicks, statisticsSince } from './statistics.js'
import type { Window } from './stream-name.js'

export type Unit = 1 | 1000

const WINDOW: Record<Window, number> = { '1h': HOUR, '4h': 4 * HOUR, '1d': DAY }

export function trade(
  { listing }: Instrument,
  { id, price, lots, time, buyerIsMaker }: Trade,
  unit: Unit,
): string {
  return `{"e":"trade","E":${time * unit},"s":"${listing.symbol}","t":${id},"p":"${decimal(price * listing.tick)}","q":"${decimal(lots * listing.lot)}","T":${time * unit},"m":${buyerIsMaker},"M":true}`
}

export function blockTrade(
  { listing }: Instrument,
  { id, price, lots, time, buyerIsMaker }: Trade,
  unit: Unit,
): string {
  return `{"e":"blockTrade","E":${time * unit},"s":"${listing.symbol}","t":${id},"p":"${decimal(price * listing.tick)}","q":"${decimal(lots * listing.lot)}","T":${time * unit},"m":${buyerIsMaker}}`
}

export function aggTrade({ listing }: Instrument, traded: AggregateTrade, unit: Unit): string {
  const { id, price, lots, time, firstId, lastId, buyerIsMaker } = traded
  return `{"e":"aggTrade","E":${time * unit},"s":"${listing.symbol}","a":${id},"p":"${decimal(price * listing.tick)}","q":"${decimal(lots * listing.lot)}","f":${firstId},"l":${lastId},"T":${time * unit},"m":${buyerIsMaker},"M":true}`
}

export function bookTicker({ book, listing }: Instrument): string {
  return `{"u":${book.updateId},"s":"${listing.symbol}",${touch(book, listing)}}`
}

export function referencePrice(instrument: Instrument, now: number, unit: Unit): string {
  const { listing, lastTradeTime } = instrument
  return `{"e":"referencePrice","s":"${listing.symbol}","r":"${decimal(referenceTicks(instrument, now) * listing.tick)}","t":${lastTradeTime * unit}}`
}

/** The mean of five minutes, weighted by volume; the last price when nothing was traded. */
export function avgPrice(instrument: Instrument, now: number, unit: Unit): string {
  const { listing, lastTradeTime } = instrument
  return `{"e":"avgPrice","E":${now * unit},"s":"${listing.symbol}","i":"${AVERAGE_MINUTES}m","w":"${decimal(averageUnits(instrument, now))}","T":${lastTradeTime * unit}}`
}

export function kline(
  { listing }: Instrument,
  { openTime, closeTime, bar }: Kline,
  interval: Interval,
  now: number,
  unit: Unit,
): string {
  const { symbol, tick, lot } = listing
  const price = (ticks: number) => decimal(ticks * tick)
  return `{"e":"kline","E":${now * unit},"s":"${symbol}","k":{"t":${openTime * unit},"T":${closeTime * unit},"s":"${symbol}","i":"${interval}","f":${bar.first},"L":${bar.last},"o":"${price(bar.open)}","c":"${price(bar.close)}","h":"${price(bar.high)}","l":"${price(bar.low)}","v":"${decimal(bar.volume * lot)}","n":${bar.count},"x":${closeTime < now},"q":"${notional(bar.quote, tick, lot)}","V":"${decimal(bar.takerVolume * lot)}","Q":"${notional(bar.takerQuote, tick, lot)}","B":"0"}}`
}

/** The 24 hours to `now`, counted in whole minutes at their beginning. */
export function ticker(instrument: Instrument, now: number, unit: Unit): string {
  const { listing, book, lastLots } = instrument
  const { bar, previousClose, meanUnits } = statisticsSince(instrument, now - DAY, now)
  const price = (ticks: number) => decimal(ticks * listing.tick)
  return `{"e":"24hrTicker","E":${now * unit},"s":"${listing.symbol}",${change(listing.tick, bar)},"w":"${decimal(meanUnits)}","x":"${price(previousClose)}","c":"${price(bar.close)}","Q":"${decimal(lastLots * listing.lot)}",${touch(book, listing)},${range(instrument, bar)},"O":${(now - DAY) * unit},"C":${now * unit},"F":${bar.first},"L":${bar.last},"n":${bar.count}}`
}

export function miniTicker(instrument: Instrument, now: number, unit: Unit): string {
  const { listing } = instrument
  const { bar } = statisticsSince(instrument, now - DAY, now)
  return `{"e":"24hrMiniTicker","E":${now * unit},"s":"${listing.symbol}","c":"${decimal(bar.close * listing.tick)}",${range(instrument, bar)}}`
}

/** The window opens on a whole minute, so it is up to 59,999 ms wider than its name. */
export function rollingTicker(instrument: Instrument, window: Window, now: number, unit: Unit): string {
  const { listing } = instrument
  const { openTime, bar, meanUnits } = statisticsSince(instrument, now - WINDOW[window], now)
  const [open, high, low, volume, quote] = figures(instrument, bar)
  return `{"e":"${window}Ticker","E":${now * unit},"s":"${listing.symbol}",${change(listing.tick, bar)},"o":"${open}","h":"${high}","l":"${low}","c":"${decimal(bar.close * listing.tick)}","w":"${decimal(meanUnits)}","v":"${volume}","q":"${quote}","O":${openTime * unit},"C":${now * unit},"F":${bar.first},"L":${bar.last},"n":${bar.count}}`
}

export function partialDepth({ book, listing }: Instrument, count: number): string {
  return `{"lastUpdateId":${book.updateId},"bids":${levels(book.bids.top(count), listing)},"asks":${levels(book.asks.top(count), listing)}}`
}

export function depthUpdate({ listing }: Instrument, changes: DepthChanges, now: number, unit: Unit): string {
  const { firstId, lastId, bids, asks } = changes
  return `{"e":"depthUpdate","E":${now * unit},"s":"${listing.symbol}","U":${firstId},"u":${lastId},"b":${levels(bids, listing)},"a":${levels(asks, listing)}}`
}

type Scale = Instrument['listing']

/** `[[price, quantity], …]`. */
export function levels(side: readonly Level[], { tick, lot }: Scale): string {
  return `[${side.map(([price, lots]) => `["${decimal(price * tick)}","${decimal(lots * lot)}"]`).join(',')}]`
}

function touch({ bids, asks }: Instrument['book'], { tick, lot }: Scale): string {
  return `"b":"${decimal(bids.best * tick)}","B":"${decimal(bids.bestLots * lot)}","a":"${decimal(asks.best * tick)}","A":"${decimal(asks.bestLots * lot)}"`
}

function change(tick: number, { open, close }: Bar): string {
  return `"p":"${decimal((close - open) * tick)}","P":"${(((close - open) / open) * 100).toFixed(2)}"`
}

function figures({ listing }: Instrument, bar: Bar): [string, string, string, string, string] {
  const { tick, lot } = listing
  const price = (ticks: number) => decimal(ticks * tick)
  return [
    price(bar.open),
    price(bar.high),
    price(bar.low),
    decimal(bar.volume * lot),
    notional(bar.quote, tick, lot),
  ]
}

function range(instrument: Instrument, bar: Bar): string {
  const [open, high, low, volume, quote] = figures(instrument, bar)
  return `"o":"${open}","h":"${high}","l":"${low}","v":"${volume}","q":"${quote}"`
}
