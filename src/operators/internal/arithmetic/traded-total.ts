/** The exact totals of traded quantities, and of prices times quantities. */
import { maxUnits, placesOf, powerOfTen } from './decimal.js'
import { ExactTotal } from './exact-total.js'
import { LIMB } from './wide-integer.js'

/** Sums trades in the base and in the quote asset, without rounding (see {@link ExactTotal}). */
export class TradedTotal {
  readonly #base = new ExactTotal()
  readonly #quote = new ExactTotal()
  // The places of ticks and lots so far.
  #tickPlaces = 0
  #lotPlaces = 0
  #tickPower = 1
  #lotPower = 1
  #tickLimit = maxUnits(0)
  #lotLimit = maxUnits(0)
  // Amounts that are not in the totals yet, in units of these places: most trades cost two
  // additions.
  #lots = 0
  #value = 0

  /** @param like a total of the same symbol, with numbers of as many places */
  constructor(like?: TradedTotal) {
    if (like !== undefined) this.#setPlaces(like.#tickPlaces, like.#lotPlaces)
  }

  add(price: number, quantity: number): void {
    this.#change(price, quantity, 1)
  }

  /** Removes a trade that was added. */
  remove(price: number, quantity: number): void {
    this.#change(price, quantity, -1)
  }

  /** The sum of the quantities. */
  base(): number {
    this.#settle()
    return this.#base.value()
  }

  /** The sum of prices times quantities. */
  quote(): number {
    this.#settle()
    return this.#quote.value()
  }

  /** The sum of the quantities of two totals. */
  baseWith(other: TradedTotal): number {
    this.#settle()
    other.#settle()
    return this.#base.valueWith(other.#base)
  }

  /** The sum of prices times quantities of two totals. */
  quoteWith(other: TradedTotal): number {
    this.#settle()
    other.#settle()
    return this.#quote.valueWith(other.#quote)
  }

  /** The average price, weighted by quantity. */
  price(): number {
    this.#settle()
    return this.#quote.overTotal(this.#base)
  }

  #change(price: number, quantity: number, sign: number): void {
    const ticks = Math.round(price * this.#tickPower)
    const lots = Math.round(quantity * this.#lotPower)
    if (
      ticks / this.#tickPower === price &&
      lots / this.#lotPower === quantity &&
      Math.abs(ticks) < this.#tickLimit &&
      Math.abs(lots) < this.#lotLimit
    ) {
      const value = ticks * lots
      const lotSum = this.#lots + sign * lots
      const valueSum = this.#value + sign * value
      if (Math.abs(lotSum) < LIMB && Math.abs(valueSum) < LIMB && Math.abs(value) < LIMB) {
        this.#lots = lotSum
        this.#value = valueSum
      } else {
        this.#settle()
        this.#base.addUnits(sign * lots, 1, this.#lotPlaces)
        this.#quote.addUnits(ticks, sign * lots, this.#tickPlaces + this.#lotPlaces)
      }
    } else this.#changeScaled(price, quantity, sign)
  }

  /** Moves the units that wait into the totals. */
  #settle(): void {
    if (this.#lots !== 0) this.#base.addUnits(this.#lots, 1, this.#lotPlaces)
    if (this.#value !== 0) this.#quote.addUnits(this.#value, 1, this.#tickPlaces + this.#lotPlaces)
    this.#lots = 0
    this.#value = 0
  }

  /**
   * Handles a tick or lot of more places, numbers of too many digits at these places, and numbers
   * that are no decimals.
   */
  #changeScaled(price: number, quantity: number, sign: number): void {
    const tickPlaces = placesOf(price)
    const lotPlaces = tickPlaces < 0 ? -1 : placesOf(quantity)
    if (lotPlaces < 0) {
      // Both as the doubles that they are, so that a quantity weighs the same in both totals.
      this.#base.addDouble(quantity, sign)
      return this.#quote.addDoubles(price, quantity, sign)
    }
    const ticks = Math.round(price * powerOfTen(tickPlaces))
    const lots = Math.round(quantity * powerOfTen(lotPlaces))
    this.#base.addUnits(sign * lots, 1, lotPlaces)
    this.#quote.addUnits(ticks, sign * lots, tickPlaces + lotPlaces)
    this.#settle()
    this.#setPlaces(Math.max(this.#tickPlaces, tickPlaces), Math.max(this.#lotPlaces, lotPlaces))
  }

  #setPlaces(tickPlaces: number, lotPlaces: number): void {
    this.#tickPlaces = tickPlaces
    this.#lotPlaces = lotPlaces
    this.#tickPower = powerOfTen(tickPlaces)
    this.#lotPower = powerOfTen(lotPlaces)
    this.#tickLimit = maxUnits(tickPlaces)
    this.#lotLimit = maxUnits(lotPlaces)
  }
}
