/** A running sum without rounding: what enters and leaves again leaves no trace. */

/**
 * The exact sum of the numbers now in it, however many came and went: kept as an expansion, a few doubles that do not overlap
 * and whose mathematical sum is the sum. It is rounded once, when asked for; so it equals a sum computed afresh, and does not
 * drift. Prices need two or three doubles; the cost of {@link add} is proportional to how many there are, never to how many
 * numbers were added.
 *
 * NaN and infinities are counted apart: the value is what plain addition gives while they are in, and they, too, leave no trace.
 * Gotcha: a sum whose magnitude passes 1.8e308 is lost, and NaN from then on.
 *
 * TwoSum is Knuth's (The Art of Computer Programming 2, 4.2.2, theorem B); GROW-EXPANSION with its zeros left out is Shewchuk's
 * (Adaptive Precision Floating-Point Arithmetic, 1997, figure 6); the rounding to nearest even is that of CPython's `math.fsum`.
 */
export class ExactSum {
  // Smallest magnitude first. Only the first #size count: arrays that shrink and grow again are slow.
  readonly #parts: number[] = [0]
  #size = 1
  #nans = 0
  #infinities = 0
  #negativeInfinities = 0

  /** Adds `x`; `remove` is exactly its undoing. */
  add(x: number): void {
    if (x - x === 0) this.#grow(x)
    else this.#countNotFinite(x, 1)
  }

  /** Takes out an `x` that was added. */
  remove(x: number): void {
    if (x - x === 0) this.#grow(-x)
    else this.#countNotFinite(x, -1)
  }

  /** The sum, rounded once to the nearest double. */
  value(): number {
    if (this.#nans + this.#infinities + this.#negativeInfinities > 0) return this.#notFinite()
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
    // `high` was rounded from a tie by `low`, and the parts below say to which side the tie belongs.
    const below = index > 0 ? (parts[index - 1] ?? 0) : 0
    if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
      const other = high + low * 2
      if (low * 2 === other - high) return other
    }
    return high
  }

  /** What {@link value} lost by its rounding: the two together have twice the precision of a double. */
  rest(): number {
    let rest = -this.value()
    for (let index = this.#size - 1; index >= 0; index--) rest += this.#parts[index] ?? 0
    return rest
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
    parts[size++] = sum
    this.#size = size
  }

  #countNotFinite(x: number, by: number): void {
    if (x === Infinity) this.#infinities += by
    else if (x === -Infinity) this.#negativeInfinities += by
    else this.#nans += by
  }

  #notFinite(): number {
    if (this.#nans > 0 || (this.#infinities > 0 && this.#negativeInfinities > 0)) return NaN
    return this.#infinities > 0 ? Infinity : -Infinity
  }
}
