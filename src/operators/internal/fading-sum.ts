/** A sum in which the past fades, over a window that slides. */
import { type Ring, ringOfNumbers } from './ring.js'

/**
 * The exponentially weighted mean of a queue of numbers, without subtraction: what has been removed
 * leaves no rounding error behind. It is two stacks (Tangwongsan, Hirzel and Schneider, Low-Latency
 * Sliding-Window Aggregation in Worst-Case Constant Time, 2017, section 2). New numbers add to one
 * sum. When the old ones are used up, the sums of all suffixes of the new ones are computed once,
 * so that removing the oldest takes the next suffix.
 */
export class FadingSum {
  readonly #alpha: number
  /**
   * log(1 - alpha): powers of 1 - alpha are computed from it, so that they are right also for a
   * tiny alpha.
   */
  readonly #fading: number
  /** The numbers of #sum. */
  readonly #newer: Ring<number> | undefined
  #size = 0
  // The sum of the weights of so many numbers: mostly the same as last time.
  #weightedSize = 0
  #weights = 0
  #sum = 0
  /** The weights needed so far: as many as the longest window had numbers. */
  readonly #powers: number[] = []
  /**
   * Weighted sums of the older numbers without the first, the first two and so on, the whole on
   * top.
   */
  #suffixes: number[] = []

  /** @param growOnly whether nothing will be removed, so that no numbers need be kept */
  constructor(alpha: number, growOnly = false) {
    this.#alpha = alpha
    this.#newer = growOnly ? undefined : ringOfNumbers()
    this.#fading = Math.log1p(-alpha)
  }

  get size(): number {
    return this.#size
  }

  add(x: number): void {
    this.#newer?.push(x)
    this.#size++
    this.#sum = this.#sum * (1 - this.#alpha) + this.#alpha * x
  }

  /** Removes the oldest number. */
  remove(): void {
    if (this.#suffixes.length === 0) this.#turn()
    this.#suffixes.pop()
    this.#size--
  }

  mean(): number {
    const older = this.#suffixes.length
    const weighted =
      older === 0
        ? this.#sum
        : (this.#suffixes[older - 1] ?? 0) * this.#weight(this.#size - older) + this.#sum
    if (this.#size !== this.#weightedSize) {
      this.#weightedSize = this.#size
      this.#weights = -Math.expm1(this.#size * this.#fading)
    }
    return weighted / this.#weights
  }

  /** Makes the newer numbers the older ones. */
  #turn(): void {
    const suffixes: number[] = []
    let suffix = 0
    for (let x = this.#newer?.pop(); x !== undefined; x = this.#newer?.pop()) {
      suffix += this.#alpha * x * this.#weight(suffixes.length)
      suffixes.push(suffix)
    }
    this.#suffixes = suffixes
    this.#sum = 0
  }

  /**
   * Of what is followed by `n` numbers. Not taken from the next one's, so that errors do not add
   * up.
   */
  #weight(n: number): number {
    return (this.#powers[n] ??= n === 0 ? 1 : Math.exp(n * this.#fading))
  }
}
