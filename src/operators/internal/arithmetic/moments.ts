/** The sums that a variance is made of, exactly. */
import { isNoDecimal, MAX_UNITS, maxUnits, placesOf, powerOfTen } from './decimal.js'
import { ExactSum } from './exact-sum.js'
import { addPairs, dividePair, type Fraction, multiplyPairs, nearestTo, type Pair } from './quotient.js'
import { WideInteger } from './wide-integer.js'

const NO_PAIR: Pair = [0, 0]

/** A difference of pairs that is a smaller part of its operands has lost too many of its bits. */
const CANCELLATION = 2 ** -46

/**
 * The spread of the numbers now in it around their mean. Reads each double as the decimal that it
 * represents (see decimal.ts), or as its own exact value. Sums are exact, so that nothing drifts
 * and a value depends on what is in it alone.
 *
 * Counts decimals from an origin near them, so that their squares stay small. Moving the origin
 * does not change the result, and the subtraction loses few bits, even for a price far above its
 * own movement.
 */
export class Moments {
  #count = 0
  // Of decimals: how many, and sums of their distances from #origin and of the squares of those, in
  // units.
  #decimals = 0
  #places = 0
  #power = 1
  #limit = maxUnits(0)
  #origin = 0
  readonly #total = new WideInteger()
  readonly #squares = new WideInteger()
  // Of what is no decimal.
  #otherTotal: ExactSum | undefined
  #otherSquares: ExactSum | undefined

  add(x: number): void {
    this.#count++
    const units = Math.round(x * this.#power)
    if (units / this.#power === x && units < this.#limit && units > -this.#limit) {
      if (this.#decimals++ === 0) this.#origin = this.#count === 1 ? units : 0
      const distance = units - this.#origin
      this.#total.add(distance)
      this.#squares.addProduct(distance, distance)
    } else if (isNoDecimal(units, this.#places) || !this.#addScaled(x, 1)) {
      ;(this.#otherTotal ??= new ExactSum()).add(x)
      ;(this.#otherSquares ??= new ExactSum()).addProduct(x, x)
    }
  }

  /** Removes an `x` that was added. */
  remove(x: number): void {
    this.#count--
    // Where no decimal is in it, `x` is none.
    if (this.#decimals === 0) return this.#removeOther(x)
    const units = Math.round(x * this.#power)
    if (units / this.#power === x && units < this.#limit && units > -this.#limit) {
      this.#decimals--
      const distance = units - this.#origin
      this.#total.add(-distance)
      this.#squares.addProduct(distance, -distance)
    } else if (isNoDecimal(units, this.#places) || !this.#addScaled(x, -1)) this.#removeOther(x)
  }

  #removeOther(x: number): void {
    this.#otherTotal?.remove(x)
    this.#otherSquares?.removeProduct(x, x)
  }

  /**
   * The sum of the squared distances from the mean, divided by `divisor`. NaN while something is
   * infinite or NaN.
   */
  over(divisor: number): number {
    if (this.#otherSquares !== undefined && !this.#otherSquares.isFinite) return NaN
    const n = this.#count
    const isDecimal = this.#decimals === n
    if (!isDecimal && this.#origin !== 0) this.#moveOrigin(0)
    const total = isDecimal ? pairOf(this.#total) : this.#totalPair()
    const squares = isDecimal ? pairOf(this.#squares) : this.#squaresPair()
    // n times the sum of squared distances from the mean is n * squares - total ** 2.
    const minuend = multiplyPairs(squares, [n, 0])
    const square = multiplyPairs(total, total)
    if (isDecimal && minuend[0] === square[0] && minuend[1] === square[1]) return 0
    const [difference] = addPairs(minuend, [-square[0], -square[1]])
    if (!(difference > CANCELLATION * square[0])) return this.#exact(divisor)
    const power = isDecimal ? this.#power : 1
    const whole = n * divisor * power * power
    return whole <= Number.MAX_SAFE_INTEGER ? difference / whole : difference / (n * divisor) / power / power
  }

  /**
   * Used where doubles do not suffice. Moves the origin to where they will for the numbers that are
   * in it now.
   */
  #exact(divisor: number): number {
    if (this.#decimals === this.#count) {
      const mean = Number(this.#total.toBigInt() / BigInt(this.#count)) + this.#origin
      if (Math.abs(mean) < MAX_UNITS) this.#moveOrigin(mean)
    }
    const total = this.#fraction(this.#total, 1, this.#otherTotal)
    const squares = this.#fraction(this.#squares, 2, this.#otherSquares)
    const n = BigInt(this.#count)
    const difference =
      n * squares.numerator * total.denominator ** 2n - total.numerator ** 2n * squares.denominator
    return nearestTo({
      numerator: difference,
      denominator: squares.denominator * total.denominator ** 2n * n * BigInt(divisor),
    })
  }

  #totalPair(): Pair {
    const others = this.#otherTotal?.pair() ?? NO_PAIR
    if (this.#decimals === 0) return others
    return addPairs(dividePair(pairOf(this.#total), [this.#power, 0]), others)
  }

  #squaresPair(): Pair {
    const others = this.#otherSquares?.pair() ?? NO_PAIR
    if (this.#decimals === 0) return others
    const perPower = dividePair(pairOf(this.#squares), [this.#power, 0])
    return addPairs(dividePair(perPower, [this.#power, 0]), others)
  }

  #fraction(units: WideInteger, dimension: 1 | 2, others: ExactSum | undefined): Fraction {
    const denominator = 10n ** BigInt(this.#places * dimension)
    const numerator = units.toBigInt()
    if (others === undefined || others.isZero) return { numerator, denominator }
    const rest = others.fraction()
    return {
      numerator: numerator * rest.denominator + rest.numerator * denominator,
      denominator: denominator * rest.denominator,
    }
  }

  /**
   * Adds or removes a decimal of another number of places, or of too many digits at these; `false`
   * for no decimal.
   */
  #addScaled(x: number, sign: 1 | -1): boolean {
    const places = placesOf(x)
    if (places < 0) return false
    if (places > this.#places) this.#setPlaces(places)
    const power = powerOfTen(places)
    const units = BigInt(Math.round(x * power)) * 10n ** BigInt(this.#places - places)
    if (this.#decimals === 0) {
      const isSmall = this.#count === 1 && units < BigInt(MAX_UNITS) && units > -BigInt(MAX_UNITS)
      this.#origin = isSmall ? Number(units) : 0
    }
    this.#decimals += sign
    const distance = units - BigInt(this.#origin)
    this.#total.addBigInt(BigInt(sign) * distance)
    this.#squares.addBigInt(BigInt(sign) * distance * distance)
    return true
  }

  #setPlaces(places: number): void {
    const power = powerOfTen(places - this.#places)
    if (Math.abs(this.#origin * power) >= MAX_UNITS) this.#moveOrigin(0)
    this.#origin *= power
    this.#total.scale(places - this.#places)
    this.#squares.scale(2 * (places - this.#places))
    this.#places = places
    this.#power = powerOfTen(places)
    this.#limit = maxUnits(places)
  }

  #moveOrigin(origin: number): void {
    const move = BigInt(origin) - BigInt(this.#origin)
    const total = this.#total.toBigInt()
    const n = BigInt(this.#decimals)
    this.#squares.addBigInt(n * move * move - 2n * move * total)
    this.#total.addBigInt(-n * move)
    this.#origin = origin
  }
}

function pairOf(sum: WideInteger): Pair {
  return [sum.high, sum.rest]
}
