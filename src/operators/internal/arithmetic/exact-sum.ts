/** A running sum of doubles without rounding: what is added and removed again leaves no trace. */
import { type Fraction, nearestTo, type Pair, PAIR_ERROR, roundPair } from './quotient.js'
import { productError } from './two-product.js'

/** Doubles from here on are summed as BigInts, so that no sum of doubles overflows. */
const HUGE = 2 ** 960

/** The expansion of 0. */
const NONE: readonly number[] = []

/** Every double is an integer multiple of 2 ** -1074. */
const UNIT_BITS = 1074n

/**
 * Where less than this part of two pairs is left in their sum, the pair that is their sum lacks too
 * many bits.
 */
const CANCELLATION = 2 ** -7

/**
 * The exact sum of the doubles now in it, however many came and went: doubles whose mathematical
 * sum is the sum. It is rounded once, by {@link value}; so it equals a sum computed afresh, and
 * does not drift.
 *
 * Numbers that are not of very different sizes are added to a pair of doubles without rounding: one
 * is the sum as rounded, the other the sum of the errors, which is exact as long as it needs no
 * more than 53 bits. The rounding errors of products are so much smaller that they have their own
 * pair. Numbers that a pair cannot take go into an expansion: a few doubles, smallest first, that
 * do not overlap.
 *
 * NaN and infinities are counted: the value equals plain addition while they are in the sum, and
 * they leave no trace.
 *
 * TwoSum is Knuth's (The Art of Computer Programming 2, 4.2.2, theorem B); The method is
 * GROW-EXPANSION without zeros (Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997,
 * figure 6), rounded to nearest even as by CPython's `math.fsum`.
 */
export class ExactSum {
  #high = 0
  #low = 0
  // Of the errors of products.
  #errorHigh = 0
  #errorLow = 0
  #expansion: readonly number[] = NONE
  // Undefined for 0: comparing BigInts takes longer than all the rest.
  #huge: bigint | undefined
  #nans = 0
  #infinities = 0
  #negativeInfinities = 0

  /** Whether the sum holds neither NaN nor an infinity. */
  get isFinite(): boolean {
    return this.#nans === 0 && this.#infinities === 0 && this.#negativeInfinities === 0
  }

  get isZero(): boolean {
    return this.value() === 0
  }

  /** Adds `x`; {@link remove} undoes it exactly. */
  add(x: number): void {
    if (x < HUGE && x > -HUGE) this.#addSmall(x)
    else this.#addLarge(x, 1)
  }

  /** Removes an `x` that was added. */
  remove(x: number): void {
    if (x < HUGE && x > -HUGE) this.#addSmall(-x)
    else this.#addLarge(x, -1)
  }

  /** Adds all that is in another. */
  addSum(other: ExactSum): void {
    for (const part of other.#expansion) this.#addSmall(part)
    this.#addSmall(other.#low)
    this.#addSmall(other.#high)
    this.#addError(other.#errorLow)
    this.#addError(other.#errorHigh)
    if (other.#huge !== undefined) this.#addHuge(other.#huge)
    this.#nans += other.#nans
    this.#infinities += other.#infinities
    this.#negativeInfinities += other.#negativeInfinities
  }

  /** Adds `a * b` with nothing rounded. */
  addProduct(a: number, b: number): void {
    const product = a * b
    const error = errorOf(a, b, product)
    if (product < HUGE && product > -HUGE) {
      this.#addSmall(product)
      this.#addError(error)
    } else {
      this.add(product)
      this.add(error)
    }
  }

  removeProduct(a: number, b: number): void {
    const product = a * b
    const error = errorOf(a, b, product)
    if (product < HUGE && product > -HUGE) {
      this.#addSmall(-product)
      this.#addError(-error)
    } else {
      this.remove(product)
      this.remove(error)
    }
  }

  /** The sum, rounded once to the nearest double. */
  value(): number {
    if (!this.isFinite) return this.#notFinite()
    if (this.#huge !== undefined) return nearestTo(this.fraction())
    if (this.#isPair && this.#errorHigh === 0 && this.#errorLow === 0) return this.#high + this.#low
    const [high, low] = this.pair()
    return roundPair(high, low, Math.abs(high) * PAIR_ERROR) ?? roundExpansion(this.#parts())
  }

  /** The finite sum with twice the precision of a double; NaN where it is too large. */
  pair(): Pair {
    if (this.#huge !== undefined) return [NaN, 0]
    if (!this.#isPair) return pairOfExpansion(this.#parts())
    const high = this.#high + this.#low
    const low = sumError(this.#high, this.#low, high)
    const error = this.#errorHigh + this.#errorLow
    if (error === 0 && this.#errorHigh === 0) return [high, low]
    const errorLow = sumError(this.#errorHigh, this.#errorLow, error)
    const sum = high + error
    if (Math.abs(sum) < CANCELLATION * Math.abs(high)) return pairOfExpansion(this.#parts())
    return [sum, sumError(high, error, sum) + (low + errorLow)]
  }

  /** The finite sum, exactly. */
  fraction(): Fraction {
    let numerator = (this.#huge ?? 0n) << UNIT_BITS
    for (const part of this.#parts()) numerator += toUnits(part)
    return { numerator, denominator: 1n << UNIT_BITS }
  }

  get #isPair(): boolean {
    return this.#expansion === NONE
  }

  /** All but what is huge as one expansion. */
  #parts(): readonly number[] {
    let parts = this.#expansion
    for (const part of [this.#errorLow, this.#errorHigh, this.#low, this.#high])
      if (part !== 0) parts = grown(parts, part)
    return parts
  }

  #addSmall(x: number): void {
    const high = this.#high + x
    const error = sumError(this.#high, x, high)
    const low = this.#low + error
    if (sumError(this.#low, error, low) === 0 && high < HUGE && high > -HUGE) {
      this.#high = high
      this.#low = low
    } else this.#grow(x)
  }

  #addError(x: number): void {
    const high = this.#errorHigh + x
    const error = sumError(this.#errorHigh, x, high)
    const low = this.#errorLow + error
    if (sumError(this.#errorLow, error, low) === 0) {
      this.#errorHigh = high
      this.#errorLow = low
    } else this.#grow(x)
  }

  /** Adds what is too large or too small for the pairs. */
  #grow(x: number): void {
    const parts = grown(this.#expansion, x)
    this.#expansion = parts.length === 0 ? NONE : parts
    // Many numbers just below the limit may have become one beyond it.
    const largest = parts.at(-1) ?? 0
    if (largest >= HUGE || largest <= -HUGE) this.#moveHuge(largest)
  }

  #addLarge(x: number, sign: number): void {
    if (Number.isFinite(x)) this.#addHuge(BigInt(x) * BigInt(sign))
    else if (x === Infinity) this.#infinities += sign
    else if (x === -Infinity) this.#negativeInfinities += sign
    else this.#nans += sign
  }

  /**
   * Adds to the part beyond doubles, and moves it back to them, without rounding, if they can hold
   * it.
   */
  #addHuge(n: bigint): void {
    let huge = (this.#huge ?? 0n) + n
    this.#huge = undefined
    while (huge !== 0n && Math.abs(Number(huge)) < HUGE) {
      const high = Number(huge)
      huge -= BigInt(high)
      this.#grow(high)
    }
    if (huge !== 0n) this.#huge = (this.#huge ?? 0n) + huge
  }

  #moveHuge(x: number): void {
    this.#grow(-x)
    const huge = (this.#huge ?? 0n) + BigInt(x)
    this.#huge = huge === 0n ? undefined : huge
  }

  #notFinite(): number {
    if (this.#nans > 0 || (this.#infinities > 0 && this.#negativeInfinities > 0)) return NaN
    return this.#infinities > 0 ? Infinity : -Infinity
  }
}

/** The rounding error of `sum`, which is `a + b` as rounded. */
function sumError(a: number, b: number, sum: number): number {
  const shadow = sum - a
  return a - (sum - shadow) + (b - shadow)
}

/** An expansion and one more number, exactly. */
function grown(parts: readonly number[], x: number): readonly number[] {
  const sums: number[] = []
  let sum = x
  for (const part of parts) {
    const high = sum + part
    const low = sumError(sum, part, high)
    if (low !== 0) sums.push(low)
    sum = high
  }
  if (sum !== 0) sums.push(sum)
  return sums
}

/** An expansion, rounded to the nearest double. */
function roundExpansion(parts: readonly number[]): number {
  let index = parts.length - 1
  let high = parts[index] ?? 0
  let low = 0
  while (index > 0 && low === 0) {
    const next = parts[--index] ?? 0
    const sum = high + next
    low = next - (sum - high)
    high = sum
  }
  // `high` was rounded from a tie by `low`, and the sign of the parts below decides the tie.
  const below = index > 0 ? (parts[index - 1] ?? 0) : 0
  if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
    const other = high + low * 2
    if (low * 2 === other - high) return other
  }
  return high
}

function pairOfExpansion(parts: readonly number[]): Pair {
  // Not the largest two parts, which may have a few bits each.
  const high = roundExpansion(parts)
  return [high, roundExpansion(grown(parts, -high))]
}

/**
 * The rounding error of a product; 0 where it has none to be added: infinite, or of a factor too
 * large to be split.
 */
function errorOf(a: number, b: number, product: number): number {
  const error = productError(a, b, product)
  return Number.isFinite(error) ? error : 0
}

/** `x` in units of 2 ** -1074. */
function toUnits(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const exponent = (bits >> 52n) & 0x7ffn
  const fraction = bits & 0xf_ffff_ffff_ffffn
  const size = exponent === 0n ? fraction : (fraction | 0x10_0000_0000_0000n) << (exponent - 1n)
  return x < 0 ? -size : size
}
