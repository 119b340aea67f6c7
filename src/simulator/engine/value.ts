/**
 * What the symbol is worth, which nobody sees: it is where makers and takers get their opinion from, never a price.
 *
 * A geometric Brownian motion with drift and jumps that come as a Poisson process with normal log sizes.
 * Source: Merton, "Option pricing when underlying stock returns are discontinuous",
 * Journal of Financial Economics 3 (1976) 125–144.
 */
import { DAY, HOUR } from '../intervals.js'
import type { Random } from '../random.js'
import type { Activity } from './activity.js'

// Taken from Math once: in a vm context, such as Jest's, each look at a global is slow.
const { exp, max, sqrt } = Math

const YEAR = 365.25 * 24 * HOUR

/** Below so many ticks no market can be made. */
const LEAST = 50

export class Value {
  /** Milliseconds until the next jump. */
  private untilJump: number

  /** @param ticks where it begins; not whole */
  constructor(
    public ticks: number,
    private readonly activity: Activity,
    private readonly random: Random,
  ) {
    this.untilJump = this.nextJump()
  }

  /** Lets milliseconds pass. */
  pass(elapsed: number): void {
    this.multiply(this.factor(elapsed))
  }

  multiply(factor: number): void {
    this.ticks = max(LEAST, this.ticks * factor)
  }

  /** What the value is multiplied with by so many milliseconds: the next ones, so each call draws anew. */
  factor(elapsed: number): number {
    const { activity, random } = this
    const years = elapsed / YEAR
    let log = activity.drift * years + activity.volatility * sqrt(years) * random.normal()
    this.untilJump -= elapsed
    while (this.untilJump <= 0) {
      log += activity.jumpSize * random.normal()
      this.untilJump += this.nextJump()
    }
    return exp(log)
  }

  private nextJump(): number {
    const { jumpsPerDay } = this.activity
    return jumpsPerDay > 0 ? (this.random.exponential() / jumpsPerDay) * DAY : Infinity
  }
}
