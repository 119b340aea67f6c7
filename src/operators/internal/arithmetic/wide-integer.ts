/** An integer that outgrows a double, for sums of decimals in units of their last place. */
import { productError } from './two-product.js'

/** The exclusive limit of a limb. */
export const LIMB = 2 ** 52

/**
 * A running integer of any size. Up to 2^52 it is one double, up to 2^104 two, and a BigInt beyond.
 * Adding costs a few operations on doubles, whatever has been added before.
 */
export class WideInteger {
  // The value is low + high * 2^52 + top. |low| stays below 2^52, so that adding an integer below
  // 2^52 is exact.
  #low = 0
  #high = 0
  // Undefined for 0: comparing BigInts takes longer than all the rest.
  #top: bigint | undefined

  /** Whether {@link low} alone is the value. */
  get isSmall(): boolean {
    return this.#high === 0 && this.#top === undefined
  }

  /** The value, where {@link isSmall}. */
  get low(): number {
    return this.#low
  }

  /** The value to one double; NaN where two doubles cannot hold it. */
  get high(): number {
    return this.#top === undefined ? this.#high * LIMB + this.#low : NaN
  }

  /** The value less {@link high}. */
  get rest(): number {
    const high = this.#high * LIMB
    return this.#low - (high + this.#low - high)
  }

  /** Adds an integer with |n| below 2^52. */
  add(n: number): void {
    const low = this.#low + n
    if (low < LIMB && low > -LIMB) this.#low = low
    else this.#carry(low)
  }

  /** Adds `a` times `b`, integers with a product below 2^104. */
  addProduct(a: number, b: number): void {
    const product = a * b
    if (product < LIMB && product > -LIMB) return this.add(product)
    const carry = Math.trunc(product / LIMB)
    this.#addHigh(carry)
    this.add(product - carry * LIMB)
    this.add(productError(a, b, product))
  }

  addBigInt(n: bigint): void {
    // In doubles where they can hold it: also after a number that was too large for them has left.
    const total = this.toBigInt() + n
    const low = BigInt.asIntN(52, total)
    const high = (total - low) / BigInt(LIMB)
    const isPair = BigInt.asIntN(52, high) === high
    this.#low = Number(low)
    this.#high = isPair ? Number(high) : 0
    this.#top = isPair ? undefined : total - low
  }

  /** Multiplies by 10 ** `places`. */
  scale(places: number): void {
    const total = this.toBigInt()
    this.addBigInt(total * 10n ** BigInt(places) - total)
  }

  toBigInt(): bigint {
    return BigInt(this.#low) + BigInt(this.#high) * BigInt(LIMB) + (this.#top ?? 0n)
  }

  #carry(low: number): void {
    const carry = Math.trunc(low / LIMB)
    this.#low = low - carry * LIMB
    this.#addHigh(carry)
  }

  #addHigh(n: number): void {
    this.#high += n
    if (Math.abs(this.#high) >= LIMB) this.addBigInt(0n)
  }
}
