/** A running total of decimals and other doubles that is rounded once, when it is read. */
import { EXACT_PLACES, isNoDecimal, maxUnits, placesOf, powerOfTen } from './decimal.js'
import { ExactSum } from './exact-sum.js'
import { dividePair, type Fraction, nearestTo, type Pair, PAIR_ERROR, roundPair } from './quotient.js'
import { productError } from './two-product.js'
import { LIMB, WideInteger } from './wide-integer.js'

const NO_PAIR: Pair = [0, 0]

/**
 * The exact sum of the numbers added and not removed. Reads each double as the decimal that it
 * represents (see decimal.ts), or as its own exact value. So 0.1 + 0.2 is 0.3, sums do not drift,
 * and a value depends only on the numbers in the sum, never on removed ones.
 */
export class ExactTotal {
  /** The unit: 10 ** -places. */
  #places = 0
  #power = 1
  #limit = maxUnits(0)
  /**
   * The sum of the decimals in units, while it is below 2^52; else what is to be added to #wide.
   */
  #units = 0
  #isWide = false
  #wide: WideInteger | undefined
  /** The number of decimals that {@link add} added and {@link remove} did not remove. */
  #decimalCount = 0
  /** The sum of the numbers that are no decimals. */
  #others: ExactSum | undefined
  // The result of #approximate: the finite sum with twice the precision of a double, and its
  // maximum error.
  #high = 0
  #low = 0
  #error = 0

  add(x: number): void {
    const units = Math.round(x * this.#power)
    if (units / this.#power === x && units < this.#limit && units > -this.#limit) {
      this.#decimalCount++
      const sum = this.#units + units
      if (sum < LIMB && sum > -LIMB) this.#units = sum
      else this.#widen(sum)
    } else if (isNoDecimal(units, this.#places) || !this.#addScaled(x, 1))
      (this.#others ??= new ExactSum()).add(x)
  }

  /** Removes an `x` that was added. */
  remove(x: number): void {
    // Where no decimal is in it, `x` is none.
    if (this.#decimalCount === 0) return this.#others?.remove(x)
    const units = Math.round(x * this.#power)
    if (units / this.#power === x && units < this.#limit && units > -this.#limit) {
      this.#decimalCount--
      const sum = this.#units - units
      if (sum < LIMB && sum > -LIMB) this.#units = sum
      else this.#widen(sum)
    } else if (isNoDecimal(units, this.#places) || !this.#addScaled(x, -1)) this.#others?.remove(x)
  }

  /** Adds `a * b / 10 ** places` of integers with a product below 2^104. */
  addUnits(a: number, b: number, places: number): void {
    const product = a * b
    if (places === this.#places && product < LIMB && product > -LIMB) {
      const sum = this.#units + product
      if (sum < LIMB && sum > -LIMB) this.#units = sum
      else this.#widen(sum)
    } else this.#addWide(a, b, places)
  }

  /** Adds or removes a double by its exact value. */
  addDouble(x: number, sign: number): void {
    const others = (this.#others ??= new ExactSum())
    if (sign > 0) others.add(x)
    else others.remove(x)
  }

  /** Adds or removes the exact product of two doubles. */
  addDoubles(a: number, b: number, sign: number): void {
    const others = (this.#others ??= new ExactSum())
    if (sign > 0) others.addProduct(a, b)
    else others.removeProduct(a, b)
  }

  /** The sum, rounded to the nearest double. */
  value(): number {
    return this.over(1)
  }

  /** This sum and another, rounded to the nearest double. */
  valueWith(other: ExactTotal): number {
    if (this.#isSmall && other.#isSmall && this.#places === other.#places && this.#places <= EXACT_PLACES)
      return (this.#units + other.#units) / this.#power
    if (this.#hasNoDecimals && other.#hasNoDecimals) {
      const sum = new ExactSum()
      if (this.#others !== undefined) sum.addSum(this.#others)
      if (other.#others !== undefined) sum.addSum(other.#others)
      return sum.value()
    }
    const total = new ExactTotal()
    total.addTotal(this)
    total.addTotal(other)
    return total.value()
  }

  /** Adds all that is in another. */
  addTotal(other: ExactTotal): void {
    if (other.#places > this.#places) this.#setPlaces(other.#places)
    this.#widened().addBigInt(other.#toBigInt() * 10n ** BigInt(this.#places - other.#places))
    this.#narrow()
    if (other.#others !== undefined) (this.#others ??= new ExactSum()).addSum(other.#others)
  }

  /** The sum divided by a positive integer, rounded to the nearest double. */
  over(count: number): number {
    if (!this.#isWide && this.#others === undefined) {
      const divisor = this.#power * count
      // A product of two integers is exact up to there, and a power of ten up to 10 ** 22.
      if (divisor <= Number.MAX_SAFE_INTEGER || (count === 1 && this.#places <= EXACT_PLACES))
        return this.#units / divisor
    }
    return this.#roundOver(count)
  }

  /**
   * This sum divided by another, rounded to the nearest double; what plain division gives where
   * that is 0.
   */
  overTotal(other: ExactTotal): number {
    if (this.#isSmall && other.#isSmall) {
      const shift = this.#places - other.#places
      const numerator = this.#units * (shift < 0 ? powerOfTen(-shift) : 1)
      const divisor = other.#units * (shift > 0 ? powerOfTen(shift) : 1)
      if (Math.abs(numerator) <= Number.MAX_SAFE_INTEGER && Math.abs(divisor) <= Number.MAX_SAFE_INTEGER)
        return numerator / divisor
    }
    const divisor = other.value()
    if (!this.#isFinite || !other.#isFinite || divisor === 0) return this.value() / divisor
    this.#approximate()
    other.#approximate()
    const [high, low] = dividePair([this.#high, this.#low], [other.#high, other.#low])
    const value = roundPair(high, low, (this.#error + Math.abs(high) * other.#error) / Math.abs(divisor))
    if (value !== undefined) return value
    const a = this.#fraction()
    const b = other.#fraction()
    const sign = b.numerator < 0n ? -1n : 1n
    return nearestTo({
      numerator: a.numerator * b.denominator * sign,
      denominator: a.denominator * b.numerator * sign,
    })
  }

  get #isSmall(): boolean {
    return !this.#isWide && this.#others === undefined
  }

  /** Whether {@link #others} is the sum. */
  get #hasNoDecimals(): boolean {
    return this.#units === 0 && !this.#isWide
  }

  get #isFinite(): boolean {
    return this.#others === undefined || this.#others.isFinite
  }

  /** {@link over} if one double cannot hold it. */
  #roundOver(count: number): number {
    if (!this.#isFinite) return (this.#others?.value() ?? NaN) / count
    // Sums of doubles are ties often, which the sum itself resolves.
    if (count === 1 && this.#hasNoDecimals && this.#others !== undefined) return this.#others.value()
    this.#approximate()
    const quotient = this.#high / count
    const back = quotient * count
    const rest = (this.#high - back - productError(quotient, count, back) + this.#low) / count
    const value = roundPair(quotient, rest, this.#error)
    if (value !== undefined) return value
    const { numerator, denominator } = this.#fraction()
    return nearestTo({ numerator, denominator: denominator * BigInt(count) })
  }

  #approximate(): void {
    if (this.#isWide) this.#narrow()
    if (this.#hasNoDecimals) {
      const [high, low] = this.#others === undefined ? NO_PAIR : this.#others.pair()
      this.#high = high
      this.#low = low
      this.#error = Math.abs(high) * PAIR_ERROR
      return
    }
    const [decimals, decimalsRest] = this.#decimals()
    const [others, othersRest] = this.#others === undefined ? NO_PAIR : this.#others.pair()
    const rest = decimalsRest + othersRest
    const high = decimals + others
    const shadow = high - decimals
    this.#low = decimals - (high - shadow) + (others - shadow) + rest
    this.#high = high
    this.#error = (Math.abs(decimals) + Math.abs(others)) * PAIR_ERROR
  }

  /** The sum of the decimals, as a pair. */
  #decimals(): Pair {
    const units = this.#isWide ? (this.#wide?.high ?? 0) : this.#units
    const unitsRest = this.#isWide ? (this.#wide?.rest ?? 0) : 0
    const pair = dividePair([units, unitsRest], [powerOfTen(Math.min(this.#places, EXACT_PLACES)), 0])
    // In two steps: larger powers are no doubles.
    return this.#places > EXACT_PLACES ? dividePair(pair, [powerOfTen(this.#places - EXACT_PLACES), 0]) : pair
  }

  /** The finite sum, exactly. */
  #fraction(): Fraction {
    const denominator = 10n ** BigInt(this.#places)
    const numerator = this.#toBigInt()
    if (this.#others === undefined) return { numerator, denominator }
    const others = this.#others.fraction()
    return {
      numerator: numerator * others.denominator + others.numerator * denominator,
      denominator: denominator * others.denominator,
    }
  }

  #toBigInt(): bigint {
    return BigInt(this.#units) + (this.#wide?.toBigInt() ?? 0n)
  }

  /**
   * Adds or removes a decimal of another number of places, or of too many digits at these; `false`
   * for no decimal.
   */
  #addScaled(x: number, sign: number): boolean {
    const places = placesOf(x)
    if (places < 0) return false
    this.#decimalCount += sign
    this.addUnits(sign * Math.round(x * powerOfTen(places)), 1, places)
    return true
  }

  #addWide(a: number, b: number, places: number): void {
    if (places > this.#places) {
      this.#setPlaces(places)
      return this.addUnits(a, b, places)
    }
    const wide = this.#widened()
    if (places === this.#places) wide.addProduct(a, b)
    else if (b === 1) wide.addProduct(a, powerOfTen(this.#places - places))
    else wide.addBigInt(BigInt(a) * BigInt(b) * 10n ** BigInt(this.#places - places))
    this.#narrow()
  }

  #setPlaces(places: number): void {
    const units = this.#units * powerOfTen(places - this.#places)
    if (!this.#isWide && units < LIMB && units > -LIMB) this.#units = units
    else this.#widened().scale(places - this.#places)
    this.#places = places
    this.#power = powerOfTen(places)
    this.#limit = maxUnits(places)
    if (this.#isWide) this.#narrow()
  }

  /** Keeps a sum of 2^52 or more. */
  #widen(sum: number): void {
    this.#units = Math.trunc(sum / 2)
    this.#widened().add(sum - Math.trunc(sum / 2))
  }

  /** All units. */
  #widened(): WideInteger {
    const wide = (this.#wide ??= new WideInteger())
    wide.add(this.#units)
    this.#units = 0
    this.#isWide = true
    return wide
  }

  /**
   * Back to one double where that holds the units: also after a number that was too large for it
   * has left.
   */
  #narrow(): void {
    const wide = this.#widened()
    if (!wide.isSmall) return
    this.#units = wide.low
    wide.add(-wide.low)
    this.#isWide = false
  }
}
