/** Checks of the settings that make up a market's profile. */
import { checkNumber, checkOneOf } from '../../validation/check.js'
import { type MarketProfile, type Preset, presets } from '../engine/market-profile.js'

/**
 * The largest value of each setting: beyond, prices run out of numbers or the processor out of
 * time.
 */
const MAX: MarketProfile = {
  volatility: 100,
  drift: 1_000,
  jumpsPerDay: 1_440,
  jumpSize: 1,
  spread: 0.5,
  tradesPerSecond: 1_000_000,
  quotesPerSecond: 1_000_000,
}

/** The preset of a name. Throws `INVALID_OPTION` where there is none. */
export function presetOf(name: unknown): MarketProfile {
  checkOneOf('preset', name, Object.keys(presets))
  return presets[name as Preset]
}

/** The preset with a symbol's own settings. Throws `INVALID_OPTION` for a number out of bounds. */
export function checkProfile(
  given: Partial<MarketProfile>,
  preset: MarketProfile,
  path: string,
): MarketProfile {
  const setting = (name: keyof MarketProfile): number => {
    const value = given[name] === undefined ? preset[name] : given[name]
    checkNumber(`${path}.${name}`, value, name === 'drift' ? -MAX.drift : 0, MAX[name])
    return value
  }
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
