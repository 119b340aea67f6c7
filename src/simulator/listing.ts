/** What is traded: each symbol's start price, tick and lot, and how lively it is. */
import { type Activity, activityOf, presets, within } from './engine/activity.js'
import { UNITS } from './decimal.js'
import { LEAST_TICKS } from './engine/value.js'
import { hash } from './random.js'

/** One symbol of the exchange; everything but its name has a default, how lively it is (`Activity`) that of the preset. */
export interface SymbolOptions extends Partial<Activity> {
  /** Such as `BTCUSDT`; upper-cased. */
  symbol: string
  /** @default the symbol without its quote asset */
  baseAsset?: string
  /** @default the known quote asset that the symbol ends with, else its last three letters */
  quoteAsset?: string
  /** Price at the start, in the quote asset, from 50 ticks to 10,000,000. @default a usual one for a known symbol, else one drawn from the name */
  price?: number
  /** Smallest step of a price, at least 0.00000001. @default a usual one, else about 1/10,000 of the price */
  tickSize?: number
  /** Smallest step of a quantity, at least 0.00000001. @default a usual one, else about 0.1 of the quote asset's worth */
  lotSize?: number
  /** Off-book block trades a minute on average; 0 for none. @default 1 */
  blockTradesPerMinute?: number
  /** Orders resting on each side of the book, about; about as many levels where ticks are fine. @default 300 */
  levels?: number
}

/** A symbol with everything decided; `tick` and `lot` count 0.00000001, `price` counts ticks. */
export interface Listing extends Activity {
  readonly symbol: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly tick: number
  readonly lot: number
  readonly price: number
  /** No price is higher, in ticks. */
  readonly mostTicks: number
  /** Mean size of a taker order, in lots: about 500 of the quote asset. */
  readonly meanLots: number
  /** No order is larger, in lots. */
  readonly mostLots: number
  readonly blockTradesPerMinute: number
  readonly levels: number
}

/** What the exchange lists when it is not told: `[symbol, price, tick size, lot size]`. */
const USUAL: readonly (readonly [string, number, number, number])[] = [
  ['BTCUSDT', 60_000, 0.01, 0.00001],
  ['ETHUSDT', 3_000, 0.01, 0.0001],
  ['BNBUSDT', 550, 0.01, 0.001],
  ['SOLUSDT', 150, 0.01, 0.001],
  ['XRPUSDT', 0.6, 0.0001, 0.1],
  ['ADAUSDT', 0.45, 0.0001, 0.1],
  ['DOGEUSDT', 0.12, 0.00001, 1],
  ['LINKUSDT', 14, 0.001, 0.01],
]

/** Beyond, a price that doubles a few times has no exact count of 0.00000001 any more. */
const MOST_PRICE = 10_000_000

/** What an order is worth at least, in the quote asset: the minimum of the filter `NOTIONAL`. */
export const LEAST_NOTIONAL = 5

const QUOTES = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'USD']

/** The symbols listed by default. */
export const defaultSymbols: readonly string[] = USUAL.map(([symbol]) => symbol)

/** Everything that is listed; throws a `TypeError` for a list that cannot be one, and as `createListing` does. */
export function createListings(symbols: readonly (string | SymbolOptions)[], preset: Activity): Listing[] {
  if (!isList(symbols)) {
    throw new TypeError(`symbols should be a list such as ['BTCUSDT'], got ${describe(symbols)}`)
  }
  const listings = symbols.map(each => createListing(each, preset))
  const names = new Set<string>()
  for (const { symbol } of listings) {
    if (names.has(symbol)) throw new TypeError(`symbols has ${symbol} twice: list it once`)
    names.add(symbol)
  }
  return listings
}

/** `Array.isArray` itself would have TypeScript take it for a list of anything. */
const isList = (value: unknown): boolean => Array.isArray(value)

function describe(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}

/** Decides what a symbol's options leave open; throws a `TypeError` for a name or a number that cannot be one. */
export function createListing(options: string | SymbolOptions, preset: Activity = presets.usual): Listing {
  const given: SymbolOptions = typeof options === 'string' ? { symbol: options } : options
  if (typeof (given as Partial<SymbolOptions> | null)?.symbol !== 'string') {
    throw new TypeError(
      `each of symbols should be a name or have one as its symbol, got ${describe(options)}`,
    )
  }
  const symbol = given.symbol.toUpperCase()
  if (!/^[^\s@!/?&]{2,40}$/.test(symbol)) {
    throw new TypeError(
      `'${given.symbol}' cannot be a symbol: give 2 to 40 letters and digits, such as BTCUSDT`,
    )
  }
  const usual = USUAL.find(([name]) => name === symbol)
  const price = within(symbol, 'price', given.price ?? usual?.[1] ?? drawPrice(symbol), 1e-8, MOST_PRICE)
  const tickSize =
    given.tickSize ?? (given.price === undefined ? usual?.[2] : undefined) ?? powerOfTen(price / 5_000)
  const lotSize = given.lotSize ?? usual?.[3] ?? powerOfTen(0.5 / price)
  const quoteAsset =
    given.quoteAsset ??
    QUOTES.find(quote => symbol.length > quote.length && symbol.endsWith(quote)) ??
    symbol.slice(-3)
  const baseAsset =
    given.baseAsset ?? (symbol.endsWith(quoteAsset) ? symbol.slice(0, -quoteAsset.length) : symbol)
  const tick = units(tickSize, symbol, 'tickSize')
  const ticks = Math.round((price * UNITS) / tick)
  if (ticks < LEAST_TICKS) {
    throw new TypeError(
      `price ${price} of ${symbol} is ${ticks} ticks of ${tickSize}: give at least ${LEAST_TICKS}, by a higher price or a smaller tickSize`,
    )
  }
  const meanLots = Math.max(1, 500 / price / lotSize)
  return {
    symbol,
    baseAsset,
    quoteAsset,
    tick,
    lot: units(lotSize, symbol, 'lotSize'),
    price: ticks,
    mostTicks: Math.floor(Math.min(Number.MAX_SAFE_INTEGER / 2 / tick, Math.max(100_000_000, 100 * ticks))),
    meanLots,
    mostLots: Math.max(1_000_000_000, 10 ** Math.ceil(Math.log10(100_000 * meanLots))),
    ...activityOf(symbol, given, preset),
    blockTradesPerMinute: within(symbol, 'blockTradesPerMinute', given.blockTradesPerMinute ?? 1, 0, 60_000),
    levels: within(symbol, 'levels', given.levels ?? 300, 1, 100_000),
  }
}

function units(size: number, symbol: string, what: string): number {
  const count = Math.round(size * UNITS)
  if (!(count >= 1)) throw new TypeError(`${what} ${size} of ${symbol} is too small: at least 0.00000001`)
  return count
}

/** A price between about 0.5 and 500 that belongs to the name alone. */
function drawPrice(symbol: string): number {
  return Number((0.5 * 1_000 ** ((hash(symbol) % 1_000) / 1_000)).toPrecision(4))
}

function powerOfTen(size: number): number {
  return Math.max(1e-8, Math.min(1, 10 ** Math.floor(Math.log10(size))))
}
