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
    const sides = [bids.slice(0, levels), asks.slice(0, levels)] as const
    const places = maxPlaces(sides)
    if (places < 0) {
      // Computed doubles are summed as such: there is no decimal that the result should be.
      const [bid, ask] = [sumOf(sides[0]), sumOf(sides[1])]
      return (bid - ask) / (bid + ask)
    }
    this.#power = powerOfTen(places)
    const total = new ExactTotal()
    const difference = new ExactTotal()
    sides.forEach((side, index) => {
      for (const [, quantity] of side) {
        total.add(quantity)
        difference.add(index === 0 ? quantity : -quantity)
      }
    })
    return difference.overTotal(total)
  }
}

/** The places of the finest quantity; -1 when one is no decimal. */
function maxPlaces(sides: readonly Side[]): number {
  let most = 0
  for (const side of sides) {
    for (const [, quantity] of side) {
      const places = placesOf(quantity)
      if (places < 0) return -1
      if (places > most) most = places
    }
  }
  return most
}

function sumOf(side: Side): number {
  let sum = 0
  for (const [, quantity] of side) sum += quantity
  return sum
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
