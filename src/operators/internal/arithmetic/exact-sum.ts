/** A running sum of doubles without rounding: what is added and removed again leaves no trace. */
import { type Fraction, nearestTo } from './quotient.js'
import { productError } from './two-product.js'

/** Doubles from here on are summed as BigInts, so that no sum of doubles overflows. */
const HUGE = 2 ** 960

/** Every double is an integer multiple of 2 ** -1074. */
const UNIT_BITS = 1074n

/**
 * The exact sum of the doubles added and not removed, however many there were. It is an expansion:
 * a few doubles that do not overlap and add up to the sum exactly. It is rounded once, by
 * {@link value}; so it equals a sum computed afresh, and does not drift. Adding costs one step for
 * each double of the expansion, two or three for prices, however many numbers were added.
 *
 * NaN and infinities are counted: the value equals plain addition while they are in the sum, and
 * they leave no trace.
 *
 * TwoSum is Knuth's (The Art of Computer Programming 2, 4.2.2, theorem B); The method is
 * GROW-EXPANSION without zeros (Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997,
 * figure 6), rounded to nearest even as by CPython's `math.fsum`.
 */
export class ExactSum {
  // Smallest magnitude first. Only the first #size count: arrays that shrink and grow again are
  // slow.
  readonly #parts: number[] = [0]
  #size = 1
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
    return this.#size === 1 && this.#parts[0] === 0 && this.#huge === undefined && this.isFinite
  }

  /** Adds `x`; {@link remove} undoes it exactly. */
  add(x: number): void {
    if (x < HUGE && x > -HUGE) this.#grow(x)
    else this.#addLarge(x, 1)
  }

  /** Removes an `x` that was added. */
  remove(x: number): void {
    if (x < HUGE && x > -HUGE) this.#grow(-x)
    else this.#addLarge(x, -1)
  }

  /** Adds all that is in another. */
  addSum(other: ExactSum): void {
    for (let index = 0; index < other.#size; index++) this.#grow(other.#parts[index] ?? 0)
    if (other.#huge !== undefined) this.#addHuge(other.#huge)
    this.#nans += other.#nans
    this.#infinities += other.#infinities
    this.#negativeInfinities += other.#negativeInfinities
  }

  /** Adds `a * b` with nothing rounded. */
  addProduct(a: number, b: number): void {
    const product = a * b
    this.add(product)
    this.add(errorOf(a, b, product))
  }

  removeProduct(a: number, b: number): void {
    const product = a * b
    this.remove(product)
    this.remove(errorOf(a, b, product))
  }

  /** The sum, rounded once to the nearest double. */
  value(): number {
    if (!this.isFinite) return this.#notFinite()
    if (this.#huge !== undefined) return nearestTo(this.fraction())
    const parts = this.#parts
    let index = this.#size - 1
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

  /** The finite sum to one double; NaN where it is too large. */
  get high(): number {
    return this.#huge === undefined ? (this.#parts[this.#size - 1] ?? 0) : NaN
  }

  /** The sum less {@link high}, so that both have twice the precision of a double. */
  get rest(): number {
    const size = this.#size
    return size === 1 ? 0 : (this.#parts[size - 2] ?? 0) + (size === 2 ? 0 : (this.#parts[size - 3] ?? 0))
  }

  /** The finite sum, exactly. */
  fraction(): Fraction {
    let numerator = (this.#huge ?? 0n) << UNIT_BITS
    for (let index = 0; index < this.#size; index++) numerator += toUnits(this.#parts[index] ?? 0)
    return { numerator, denominator: 1n << UNIT_BITS }
  }

  #grow(x: number): void {
    const parts = this.#parts
    let size = 0
    let sum = x
    for (let index = 0; index < this.#size; index++) {
      const part = parts[index] ?? 0
      const high = sum + part
      const shadow = high - sum
      const low = sum - (high - shadow) + (part - shadow)
      if (low !== 0) parts[size++] = low
      sum = high
    }
    if (sum !== 0 || size === 0) parts[size++] = sum
    this.#size = size
    // Many numbers just below the limit may have become one beyond it.
    if (sum >= HUGE || sum <= -HUGE) this.#moveHuge(sum)
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
