/** Differences, means and products of two decimals: the double nearest to the decimal result. */
import { EXACT_PLACES, isDecimalAt, MAX_UNITS, placesOf, powerOfTen } from './decimal.js'

/** The limit of exact integers, and of exact sums of two. */
const MAX_EXACT = Number.MAX_SAFE_INTEGER / 2

/**
 * Calculates with the decimals that doubles represent (see decimal.ts): 0.3 - 0.1 is 0.2. Other
 * numbers are calculated with as doubles. Remembers how many places its numbers have, so each
 * subscription has its own.
 */
export class DecimalMath {
  #power = 1
  // Of the factors of the last products, and of their product.
  #powerA = 1
  #powerB = 1
  #powerAB = 1

  /** `a - b` */
  difference(a: number, b: number): number {
    const power = this.#powerOf(a, b)
    return Number.isNaN(power) ? a - b : (Math.round(a * power) - Math.round(b * power)) / power
  }

  /** `a + b` */
  sum(a: number, b: number): number {
    return this.difference(a, -b)
  }

  /** `(a + b) / 2` */
  middle(a: number, b: number): number {
    const power = this.#powerOf(a, b)
    if (Number.isNaN(power)) return Number.isFinite(a + b) ? (a + b) / 2 : a / 2 + b / 2
    return (Math.round(a * power) + Math.round(b * power)) / (2 * power)
  }

  /** `(a - b) / ((a + b) / 2)`, times `scale`. */
  relativeDifference(a: number, b: number, scale: number): number {
    const power = this.#powerOf(a, b)
    if (Number.isNaN(power)) return ((a - b) / (a / 2 + b / 2)) * scale
    const [x, y] = [Math.round(a * power), Math.round(b * power)]
    return ((x - y) * 2 * scale) / (x + y)
  }

  /**
   * `a + (b - a) * k / n`, where `n` is a power of ten; `undefined` where neither integers nor
   * plain arithmetic suffice for it.
   */
  between(a: number, b: number, k: number, n: number): number | undefined {
    const power = this.#powerOf(a, b)
    if (Number.isNaN(power)) return Number.isFinite(b - a) && 2 * k !== n ? a + (b - a) * (k / n) : undefined
    const [x, y] = [Math.round(a * power), Math.round(b * power)]
    const units = x * (n - k) + y * k
    const isExact =
      Number.isInteger(k) && Math.max(Math.abs(x), Math.abs(y)) * n <= MAX_EXACT && power * n <= MAX_EXACT
    return isExact ? units / (power * n) : undefined
  }

  /** `a * b` */
  product(a: number, b: number): number {
    const unitsA = Math.round(a * this.#powerA)
    const unitsB = Math.round(b * this.#powerB)
    const units = unitsA * unitsB
    const isExact =
      unitsA / this.#powerA === a &&
      unitsB / this.#powerB === b &&
      units <= Number.MAX_SAFE_INTEGER &&
      units >= -Number.MAX_SAFE_INTEGER
    return isExact ? units / this.#powerAB : this.#scaledProduct(a, b)
  }

  /**
   * For factors of more places, a product of more digits than a double has, and what is no decimal.
   */
  #scaledProduct(a: number, b: number): number {
    const placesA = placesOf(a)
    const placesB = placesA < 0 ? -1 : placesOf(b)
    if (placesB < 0) return a * b
    if (placesA + placesB <= EXACT_PLACES) {
      this.#powerA = powerOfTen(placesA)
      this.#powerB = powerOfTen(placesB)
      this.#powerAB = powerOfTen(placesA + placesB)
    }
    const unitsA = Math.round(a * powerOfTen(placesA))
    const unitsB = Math.round(b * powerOfTen(placesB))
    return Number(`${BigInt(unitsA) * BigInt(unitsB)}e-${placesA + placesB}`)
  }

  /** The power of ten by which both are integers of at most 15 digits; NaN when there is none. */
  #powerOf(a: number, b: number): number {
    if (isDecimalAt(a, this.#power, MAX_UNITS) && isDecimalAt(b, this.#power, MAX_UNITS)) return this.#power
    const placesA = placesOf(a)
    const placesB = placesA < 0 ? -1 : placesOf(b)
    if (placesB < 0) return NaN
    const power = powerOfTen(Math.max(placesA, placesB))
    if (!isDecimalAt(a, power, MAX_UNITS) || !isDecimalAt(b, power, MAX_UNITS)) return NaN
    return (this.#power = power)
  }
}
