/** Random numbers from a seed: the same seed gives the same market, byte for byte. */

// Read from Math once: in a vm context, such as Jest's, each access to a global costs more than the
// sample itself.
const { cos, imul, log, PI, sin, sqrt } = Math

/** A generator of random numbers, with the distributions that the market needs. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Exponential with mean 1: the waiting time of a Poisson process. */
  exponential(): number
  /** Standard normal (Box–Muller, which makes two at a time). */
  normal(): number
}

/**
 * mulberry32: 32 bits of state and one multiply-and-xor round a number, good enough for a simulated
 * market.
 *
 * Source: Tommy Ettinger, public domain,
 * https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const exponential = () => -log(1 - next())
  let spare = 0
  let hasSpare = false
  return {
    next,
    exponential,
    normal() {
      hasSpare = !hasSpare
      if (!hasSpare) return spare
      const radius = sqrt(2 * exponential())
      const angle = 2 * PI * next()
      spare = radius * sin(angle)
      return radius * cos(angle)
    },
  }
}

/**
 * FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): the 32-bit hash of a string, so that each
 * symbol has its own random numbers.
 * @param before hash of the preceding string
 */
export function hash(text: string, before = 0x811c9dc5): number {
  let value = before
  for (let i = 0; i < text.length; i++) value = imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
