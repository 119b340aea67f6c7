/** Compares the quantities of two sides of a book, without rounding before the result. */
import type { PriceLevel } from '../../../model/event.js'
import { placesOf, powerOfTen } from './decimal.js'
import { ExactTotal } from './exact-total.js'

type Side = readonly PriceLevel[]

/** Sums quantities as decimals (see decimal.ts). Remembers how many places they have, so each subscription has its own. */
export class SideWeights {
  #power = 1

  /** (bid - ask) / (bid + ask) of the best `levels`, rounded once; NaN for an empty book. */
  imbalance(bids: Side, asks: Side, levels: number): number {
    const bid = sumUnits(bids, levels, this.#power)
    const ask = sumUnits(asks, levels, this.#power)
    const total = bid + ask
    return total <= Number.MAX_SAFE_INTEGER ? (bid - ask) / total : this.#exact(bids, asks, levels)
  }

  /** For quantities of more places, too large ones, and such as are no decimals. */
  #exact(bids: Side, asks: Side, levels: number): number {
    const total = new ExactTotal()
    const difference = new ExactTotal()
    let places = 0
    const add = (side: Side, sign: number): void => {
      for (const [, quantity] of side.slice(0, levels)) {
        total.add(quantity)
        difference.add(sign * quantity)
        places = Math.max(places, placesOf(quantity))
      }
    }
    add(bids, 1)
    add(asks, -1)
    this.#power = powerOfTen(places)
    return difference.overTotal(total)
  }
}

/** The sum in units of 1 / `power`; NaN where a quantity is no multiple of it. */
function sumUnits(side: Side, levels: number, power: number): number {
  let sum = 0
  for (let n = 0; n < side.length && n < levels; n++) {
    const quantity = side[n]?.[1] ?? NaN
    const units = Math.round(quantity * power)
    if (units / power !== quantity) return NaN
    sum += units
  }
  return sum
}
