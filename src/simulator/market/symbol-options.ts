/** The symbols that an exchange lists: options, defaults and checks. */
import { check, checkNumber, checkOptions, isRecord } from '../../validation/check.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import { printValue } from '../../validation/print-value.js'
import { UNITS } from '../decimal.js'
import { type MarketProfile, presets } from '../engine/market-profile.js'
import { MIN_TICKS, type SymbolSpec } from '../engine/symbol-spec.js'
import { hash } from '../random.js'
import { checkProfile } from './check-profile.js'

/**
 * One symbol of the exchange. Everything but its name has a default; its `MarketProfile` comes from
 * the preset.
 */
export interface SymbolOptions extends Partial<MarketProfile> {
  /** Such as `BTCUSDT`; converted to upper case. */
  symbol: string
  /** @default the symbol without its quote asset */
  baseAsset?: string
  /** @default the known quote asset that the symbol ends with, else its last three letters */
  quoteAsset?: string
  /**
   * First price, in the quote asset, from 50 ticks to 10,000,000. @default that of a known symbol,
   * else one derived from the name
   */
  price?: number
  /**
   * Smallest step of a price, at least 0.00000001. @default that of a known symbol, else about
   * 1/10,000 of the price
   */
  tickSize?: number
  /**
   * Smallest step of a quantity, at least 0.00000001. @default that of a known symbol, else worth
   * about 0.1 of the quote asset
   */
  lotSize?: number
  /** Off-book block trades a minute on average; 0 for none. @default 1 */
  blockTradesPerMinute?: number
  /**
   * Resting orders on each side of the book, on average; about as many levels where ticks are fine.
   * @default 300
   */
  levels?: number
}

const OPTIONS = [
  'symbol',
  'baseAsset',
  'quoteAsset',
  'price',
  'tickSize',
  'lotSize',
  'blockTradesPerMinute',
  'levels',
  ...Object.keys(presets.usual),
]

/** Listed by default: `[symbol, price, tick size, lot size]`. */
const KNOWN_SYMBOLS: readonly (readonly [string, number, number, number])[] = [
  ['BTCUSDT', 60_000, 0.01, 0.00001],
  ['ETHUSDT', 3_000, 0.01, 0.0001],
  ['BNBUSDT', 550, 0.01, 0.001],
  ['SOLUSDT', 150, 0.01, 0.001],
  ['XRPUSDT', 0.6, 0.0001, 0.1],
  ['ADAUSDT', 0.45, 0.0001, 0.1],
  ['DOGEUSDT', 0.12, 0.00001, 1],
  ['LINKUSDT', 14, 0.001, 0.01],
]

/** A higher price that doubles a few times has no exact count of 0.00000001. */
const MAX_PRICE = 10_000_000
/** Larger steps have no exact count of 0.00000001 in a price of `MAX_PRICE`. */
const MAX_STEP = 1_000_000

const QUOTE_ASSETS = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'USD']

/**
 * The symbols listed by default.
 *
 * ```ts
 * import { createExchange, defaultSymbols } from 'rxmarket/simulator'
 *
 * createExchange({ symbols: [...defaultSymbols, 'PEPEUSDT'] })
 * ```
 */
export const defaultSymbols: readonly string[] = KNOWN_SYMBOLS.map(([symbol]) => symbol)

/** Decides everything that the options leave open. Throws `INVALID_OPTION`. */
export function createSymbolSpecs(
  symbols: readonly (string | SymbolOptions)[],
  preset: MarketProfile,
): SymbolSpec[] {
  check('symbols', symbols, Array.isArray(symbols), "a list such as ['BTCUSDT']")
  const specs = symbols.map((each, index) => createSymbolSpec(each, preset, `symbols[${index}]`))
  const names = new Set<string>()
  for (const { symbol } of specs) {
    if (names.has(symbol)) throw new InvalidOptionError('symbols', `has ${symbol} twice: list it once`)
    names.add(symbol)
  }
  return specs
}

/** @param path of the symbol within the options, for messages */
export function createSymbolSpec(
  options: string | SymbolOptions,
  preset: MarketProfile = presets.usual,
  path = 'symbols[0]',
): SymbolSpec {
  const given: SymbolOptions = typeof options === 'string' ? { symbol: options } : options
  check(path, options, isRecord(given), "a name or options such as { symbol: 'BTCUSDT' }")
  checkOptions('createExchange', given, OPTIONS, path)
  const symbol = parseName(given.symbol, typeof options === 'string' ? path : `${path}.symbol`)
  const number = (name: 'price' | 'tickSize' | 'lotSize' | 'blockTradesPerMinute' | 'levels') =>
    [`${path}.${name}`, given[name]] as const

  const known = KNOWN_SYMBOLS.find(([name]) => name === symbol)
  const price = checked(...number('price'), known?.[1] ?? priceFromName(symbol), 1e-8, MAX_PRICE)
  const knownTick = given.price === undefined ? known?.[2] : undefined
  const tickSize = checked(...number('tickSize'), knownTick ?? powerOfTen(price / 5_000), 1e-8, MAX_STEP)
  const lotSize = checked(...number('lotSize'), known?.[3] ?? powerOfTen(0.5 / price), 1e-8, MAX_STEP)
  const tick = Math.round(tickSize * UNITS)
  const ticks = Math.round((price * UNITS) / tick)
  if (ticks < MIN_TICKS) {
    throw new InvalidOptionError(
      `${path}.price`,
      `${price} is ${ticks} ticks of ${tickSize}: give at least ${MIN_TICKS}, by a higher price or a smaller tickSize`,
    )
  }
  const meanLots = Math.max(1, 500 / price / lotSize)
  return {
    symbol,
    ...assetsOf(symbol, given, path),
    tick,
    lot: Math.round(lotSize * UNITS),
    price: ticks,
    maxTicks: Math.floor(Math.min(Number.MAX_SAFE_INTEGER / 2 / tick, Math.max(100_000_000, 100 * ticks))),
    meanLots,
    maxLots: Math.max(1_000_000_000, 10 ** Math.ceil(Math.log10(100_000 * meanLots))),
    ...checkProfile(given, preset, path),
    blockTradesPerMinute: checked(...number('blockTradesPerMinute'), 1, 0, 60_000),
    levels: checked(...number('levels'), 300, 1, 100_000),
  }
}

function parseName(given: unknown, option: string): string {
  const symbol = typeof given === 'string' ? given.toUpperCase() : ''
  if (/^[^\s@!/?&]{2,40}$/.test(symbol)) return symbol
  throw new InvalidOptionError(
    option,
    `should be a symbol of 2 to 40 letters and digits, such as BTCUSDT, got ${printValue(given)}`,
  )
}

function assetsOf(
  symbol: string,
  given: SymbolOptions,
  path: string,
): Pick<SymbolSpec, 'baseAsset' | 'quoteAsset'> {
  for (const name of ['baseAsset', 'quoteAsset'] as const) {
    const asset: unknown = given[name] ?? undefined
    const isName = asset === undefined || (typeof asset === 'string' && asset !== '')
    check(
      `${path}.${name}`,
      given[name],
      isName && given[name] !== null,
      'the name of an asset, such as USDT',
    )
  }
  const quoteAsset =
    given.quoteAsset ??
    QUOTE_ASSETS.find(quote => symbol.length > quote.length && symbol.endsWith(quote)) ??
    symbol.slice(-3)
  const base = symbol.endsWith(quoteAsset) ? symbol.slice(0, -quoteAsset.length) : symbol
  return { baseAsset: given.baseAsset ?? base, quoteAsset }
}

/** `value` if it is given, checked, else `byDefault`. */
function checked(
  option: string,
  value: number | undefined,
  byDefault: number,
  min: number,
  max: number,
): number {
  if (value === undefined) return byDefault
  checkNumber(option, value, min, max)
  return value
}

/** A price between about 0.5 and 500 that depends on the name alone. */
function priceFromName(symbol: string): number {
  return Number((0.5 * 1_000 ** ((hash(symbol) % 1_000) / 1_000)).toPrecision(4))
}

function powerOfTen(size: number): number {
  return Math.max(1e-8, Math.min(1, 10 ** Math.floor(Math.log10(size))))
}
