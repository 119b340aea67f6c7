/** Random numbers from a seed: the same seed gives the same frames in every process. */

/** A function that gives the next number in [0, 1). The generator is mulberry32, public domain. */
export function random(seed) {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** An integer from `low` to `high`. */
export const between = (next, low, high) => low + Math.floor(next() * (high - low + 1))

/** A log-normal number: most are near the median, some are many times larger. */
export function logNormal(next, median, sigma) {
  const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return median * Math.exp(sigma * normal)
}
