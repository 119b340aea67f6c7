/** The rounding error of a product of two doubles. */

// 2^27 + 1 splits the 53 bits of a double into halves with exact products.
const SPLITTER = 134_217_729

/**
 * The rounding error of `product`, which is `a * b` as rounded:
 * `product + productError(a, b, product)` is exactly `a` times `b`, unless a factor exceeds 2^996
 * or the product is so small that its error is not a double.
 *
 * Veltkamp's split and Dekker's TwoProduct (A Floating-Point Technique for Extending the Available
 * Precision, 1971).
 */
export function productError(a: number, b: number, product: number): number {
  const aShifted = SPLITTER * a
  const aHigh = aShifted - (aShifted - a)
  const aLow = a - aHigh
  const bShifted = SPLITTER * b
  const bHigh = bShifted - (bShifted - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}
