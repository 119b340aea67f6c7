/** A bar: the trades of a time span, summed up. */

const { max, min } = Math

/** Prices in ticks, volumes in lots, quote volumes in ticks times lots. */
export interface Bar {
  open: number
  high: number
  low: number
  close: number
  volume: number
  quote: number
  takerVolume: number
  takerQuote: number
  count: number
  /** Ids of the first and last trade, -1 without trades. */
  first: number
  last: number
}

/** A bar without trades. */
export function flatBar(price: number): Bar {
  return {
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0,
    quote: 0,
    takerVolume: 0,
    takerQuote: 0,
    count: 0,
    first: -1,
    last: -1,
  }
}

/** Adds a later bar to an earlier one. */
export function addBar(total: Bar, later: Bar): void {
  if (later.count === 0) return
  if (total.count === 0) {
    copyBar(total, later)
    return
  }
  total.high = max(total.high, later.high)
  total.low = min(total.low, later.low)
  total.close = later.close
  total.volume += later.volume
  total.quote += later.quote
  total.takerVolume += later.takerVolume
  total.takerQuote += later.takerQuote
  total.count += later.count
  total.last = later.last
}

/**
 * Field by field: a loop over names is several times slower, and a market's start generates ten
 * thousand bars.
 */
export function copyBar(into: Bar, from: Bar): void {
  into.open = from.open
  into.high = from.high
  into.low = from.low
  into.close = from.close
  into.volume = from.volume
  into.quote = from.quote
  into.takerVolume = from.takerVolume
  into.takerQuote = from.takerQuote
  into.count = from.count
  into.first = from.first
  into.last = from.last
}
