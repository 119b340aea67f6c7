/**
 * Rounds exact values to the nearest double: from pairs of doubles where those decide, else from
 * BigInts.
 */
import { productError } from './two-product.js'

/** An unevaluated sum of two doubles, some 104 bits. */
export type Pair = readonly [high: number, low: number]

/** An exact rational number. The denominator is above 0. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Relative error of a few operations on pairs, with a wide margin. */
export const PAIR_ERROR = 2 ** -96

/**
 * The double nearest to a number that differs from `high + low` by at most `error`; `undefined`
 * where that does not decide it. Ziv's rounding test: where both ends round to one double, it is
 * the nearest.
 */
export function roundPair(high: number, low: number, error: number): number | undefined {
  const value = high + (low + error)
  return value === high + (low - error) ? value : undefined
}

/** `a + b`, by Knuth's TwoSum. */
export function addPairs([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const sum = a + b
  const shadow = sum - a
  const low = a - (sum - shadow) + (b - shadow) + (aLow + bLow)
  const high = sum + low
  return [high, low - (high - sum)]
}

/** `a * b`. */
export function multiplyPairs([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const product = a * b
  const rest = productError(a, b, product) + (a * bLow + aLow * b)
  const high = product + rest
  return [high, rest - (high - product)]
}

/** `a / b`. */
export function dividePair([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const quotient = a / b
  const back = quotient * b
  const rest = (a - back - productError(quotient, b, back) + aLow - quotient * bLow) / b
  const high = quotient + rest
  return [high, rest - (high - quotient)]
}

/** The double nearest to a fraction; ties go to the even one. */
export function nearestTo({ numerator, denominator }: Fraction): number {
  const size = numerator < 0n ? -numerator : numerator
  if (size === 0n) return 0
  // 64 bits or a few more of the quotient, and what is cut off as its last bit, so that ties are
  // seen.
  const shift = 66 - (bitLength(size) - bitLength(denominator))
  const scaled = shift > 0 ? size << BigInt(shift) : size
  const divisor = shift < 0 ? denominator << BigInt(-shift) : denominator
  const quotient = scaled / divisor
  const bits = Number(quotient * divisor === scaled ? quotient : quotient | 1n)
  // In two steps: 2 ** -shift alone may overflow or underflow.
  const half = Math.trunc(-shift / 2)
  const value = bits * 2 ** half * 2 ** (-shift - half)
  return numerator < 0n ? -value : value
}

function bitLength(n: bigint): number {
  return n.toString(16).length * 4
}
