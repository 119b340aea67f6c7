/** Chance from a seed: the same seed gives the same market, byte for byte. */

/** A stream of numbers in [0, 1), with the two shapes that the market needs. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Exponential with mean 1: the waiting time of a Poisson process. */
  exponential(): number
  /** Standard normal (Box–Muller). */
  normal(): number
}

/**
 * mulberry32: 32 bits of state, one multiply-and-xor round a number, more than good enough for a toy market.
 *
 * Source: Tommy Ettinger, public domain, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const exponential = () => -Math.log(1 - next())
  return {
    next,
    exponential,
    normal: () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * next()),
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): a text's 32-bit hash, so that each symbol draws its own chance. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
