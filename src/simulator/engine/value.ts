/**
 * What the symbol is worth, which nobody sees: it is where makers and takers get their opinion from, never a price.
 *
 * A geometric Brownian motion with drift and jumps that come as a Poisson process with normal log sizes.
 * Source: Merton, "Option pricing when underlying stock returns are discontinuous",
 * Journal of Financial Economics 3 (1976) 125–144.
 */
import { DAY, HOUR } from '../intervals.js'
import type { Listing } from '../listing.js'
import type { Random } from '../random.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { exp, max, min, sqrt } = Math

const YEAR = 365.25 * 24 * HOUR

/** Below so many ticks no market can be made. */
export const LEAST_TICKS = 50

export class Value {
  /** Milliseconds until the next jump. */
  private untilJump: number

  /** @param ticks where it begins; not whole */
  constructor(
    public ticks: number,
    private readonly listing: Listing,
    private readonly random: Random,
  ) {
    this.untilJump = this.nextJump()
  }

  /** Lets milliseconds pass. */
  pass(elapsed: number): void {
    this.multiply(this.factor(elapsed))
  }

  multiply(factor: number): void {
    this.ticks = this.bounded(this.ticks * factor)
  }

  /** The nearest that a value can be, in ticks: the highest orders are placed at less than twice of it. */
  bounded(ticks: number): number {
    return max(LEAST_TICKS, min(this.listing.mostTicks / 2, ticks))
  }

  /** What the value is multiplied with by so many milliseconds: the next ones, so each call draws anew. */
  factor(elapsed: number): number {
    const { listing, random } = this
    const years = elapsed / YEAR
    let log = listing.drift * years + listing.volatility * sqrt(years) * random.normal()
    this.untilJump -= elapsed
    while (this.untilJump <= 0) {
      log += listing.jumpSize * random.normal()
      this.untilJump += this.nextJump()
    }
    return exp(log)
  }

  private nextJump(): number {
    const { jumpsPerDay } = this.listing
    return jumpsPerDay > 0 ? (this.random.exponential() / jumpsPerDay) * DAY : Infinity
  }
}
