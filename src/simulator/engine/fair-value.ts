/**
 * The hidden fair value of a symbol: makers and takers act on it, no stream shows it.
 *
 * A geometric Brownian motion with drift, and jumps as a Poisson process with normal log sizes.
 * Source: Merton, "Option pricing when underlying stock returns are discontinuous",
 * Journal of Financial Economics 3 (1976) 125–144.
 */
import { DAY, HOUR } from '../durations.js'
import type { Random } from '../random.js'
import { MIN_TICKS, type SymbolSpec } from './symbol-spec.js'

// Read from Math once: in a vm context, such as Jest's, each access to a global is slow.
const { exp, max, min, sqrt } = Math

const YEAR = 365.25 * 24 * HOUR

export class FairValue {
  readonly #spec: SymbolSpec
  readonly #random: Random
  /** Milliseconds until the next jump. */
  #untilJump: number

  /** @param ticks the first value, not rounded */
  constructor(
    public ticks: number,
    spec: SymbolSpec,
    random: Random,
  ) {
    this.#spec = spec
    this.#random = random
    this.#untilJump = this.#nextJump()
  }

  /** Moves the value by `elapsed` ms. */
  advance(elapsed: number): void {
    this.multiply(this.factor(elapsed))
  }

  multiply(factor: number): void {
    this.ticks = this.clamp(this.ticks * factor)
  }

  /**
   * Keeps a value in bounds, in ticks. The highest orders are placed at less than twice the value.
   */
  clamp(ticks: number): number {
    return max(MIN_TICKS, min(this.#spec.maxTicks / 2, ticks))
  }

  /** Samples the factor by which the value changes in the next `elapsed` ms. */
  factor(elapsed: number): number {
    const spec = this.#spec
    const random = this.#random
    const years = elapsed / YEAR
    let log = spec.drift * years + spec.volatility * sqrt(years) * random.normal()
    this.#untilJump -= elapsed
    while (this.#untilJump <= 0) {
      log += spec.jumpSize * random.normal()
      this.#untilJump += this.#nextJump()
    }
    return exp(log)
  }

  #nextJump(): number {
    const { jumpsPerDay } = this.#spec
    return jumpsPerDay > 0 ? (this.#random.exponential() / jumpsPerDay) * DAY : Infinity
  }
}
