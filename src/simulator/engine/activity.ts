/** How lively a symbol is: its settings, checked, and the days that set them all at once. */

/** What a symbol's market is like; each is a setting of its own, in the units told. */
export interface Activity {
  /** Standard deviation of the yearly log return of the value, jumps left out: 0.7 is 70 %. */
  readonly volatility: number
  /** Yearly log return of the value on average: 0.1 is about 10 % up, -0.1 about 10 % down. */
  readonly drift: number
  /** Sudden changes of the value a day, on average. */
  readonly jumpsPerDay: number
  /** Standard deviation of the log return of one jump: 0.01 is about 1 %. */
  readonly jumpSize: number
  /** The gap between the best quotes that makers are after, as a part of the price: 0.0001 is one basis point. At least a tick. */
  readonly spread: number
  /** Taker orders a second, on average; 0 for none. */
  readonly tradesPerSecond: number
  /** Limit orders placed and cancelled a second, on average, beside those that replace what was traded; 0 for none. */
  readonly quotesPerSecond: number
}

/** Days that can be asked for by name. */
export type Preset = 'calm' | 'usual' | 'wild'

/**
 * What each preset is; whatever a symbol sets for itself goes before.
 *
 * ```ts
 * import { createExchange, presets } from 'rxmarket/simulator'
 *
 * const exchange = createExchange({ preset: 'wild', symbols: [{ symbol: 'BTCUSDT', jumpsPerDay: 0 }] })
 * console.log(presets.wild.volatility / presets.calm.volatility)
 * await exchange.close()
 * ```
 */
export const presets: Readonly<Record<Preset, Activity>> = {
  calm: {
    volatility: 0.3,
    drift: 0,
    jumpsPerDay: 0,
    jumpSize: 0,
    spread: 0.00005,
    tradesPerSecond: 2,
    quotesPerSecond: 10,
  },
  usual: {
    volatility: 0.7,
    drift: 0,
    jumpsPerDay: 2,
    jumpSize: 0.002,
    spread: 0.0001,
    tradesPerSecond: 5,
    quotesPerSecond: 20,
  },
  wild: {
    volatility: 3,
    drift: 0,
    jumpsPerDay: 48,
    jumpSize: 0.01,
    spread: 0.0005,
    tradesPerSecond: 20,
    quotesPerSecond: 60,
  },
}

/** The most that each may be: beyond, prices run out of numbers or the processor out of time. */
const MOST: Activity = {
  volatility: 100,
  drift: 1_000,
  jumpsPerDay: 1_440,
  jumpSize: 1,
  spread: 0.5,
  tradesPerSecond: 1_000_000,
  quotesPerSecond: 1_000_000,
}

/** A preset by its name; throws a `TypeError` for a name that is none. */
export function presetOf(name: string): Activity {
  if (Object.hasOwn(presets, name)) return presets[name as Preset]
  throw new TypeError(`There is no preset '${name}': take one of ${Object.keys(presets).join(', ')}`)
}

/** The preset with a symbol's own settings; throws a `TypeError` for a number that cannot be one. */
export function activityOf(symbol: string, given: Partial<Activity>, preset: Activity): Activity {
  const setting = (name: keyof Activity): number =>
    within(symbol, name, given[name] ?? preset[name], name === 'drift' ? -MOST.drift : 0, MOST[name])
  return {
    volatility: setting('volatility'),
    drift: setting('drift'),
    jumpsPerDay: setting('jumpsPerDay'),
    jumpSize: setting('jumpSize'),
    spread: setting('spread'),
    tradesPerSecond: setting('tradesPerSecond'),
    quotesPerSecond: setting('quotesPerSecond'),
  }
}

/** The value of a symbol's setting; throws a `TypeError` where it is no number or out of bounds. */
export function within(symbol: string, name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value
  throw new TypeError(`${name} ${value} of ${symbol} cannot be: give a number from ${least} to ${most}`)
}
