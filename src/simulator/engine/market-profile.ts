/** The settings of a symbol's market, and presets of them. */

/** The settings of a symbol's market. Each setting can be set separately. */
export interface MarketProfile {
  /** Standard deviation of the yearly log return of the fair value, without jumps: 0.7 is 70 %. */
  readonly volatility: number
  /** Mean yearly log return of the fair value: 0.1 is about 10 % up, -0.1 about 10 % down. */
  readonly drift: number
  /** Jumps of the fair value a day, on average. */
  readonly jumpsPerDay: number
  /** Standard deviation of the log return of one jump: 0.01 is about 1 %. */
  readonly jumpSize: number
  /**
   * The gap between the best quotes that makers aim at, as a part of the price: 0.0001 is one basis
   * point. At least a tick.
   */
  readonly spread: number
  /** Taker orders a second, on average; 0 for none. */
  readonly tradesPerSecond: number
  /**
   * Limit orders placed and cancelled a second, on average, in addition to those that replace
   * traded ones; 0 for none.
   */
  readonly quotesPerSecond: number
}

/** @deprecated the name of `MarketProfile` until 0.1 */
export type Activity = MarketProfile

/** The name of a preset. */
export type Preset = 'calm' | 'usual' | 'wild'

/**
 * The settings of each preset. A symbol's own settings take precedence.
 *
 * ```ts
 * import { createExchange, presets } from 'rxmarket/simulator'
 *
 * const exchange = createExchange({
 *   preset: 'wild',
 *   symbols: [{ symbol: 'BTCUSDT', jumpsPerDay: 0 }],
 * })
 * console.log(presets.wild.volatility / presets.calm.volatility)
 * await exchange.close()
 * ```
 */
export const presets: Readonly<Record<Preset, MarketProfile>> = {
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
