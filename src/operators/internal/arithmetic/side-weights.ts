/** Compares the quantities of two sides of a book, without rounding before the result. */
import type { PriceLevel } from '../../../model/event.js'
import { placesOf, powerOfTen } from './decimal.js'
import { ExactTotal } from './exact-total.js'

type Side = readonly PriceLevel[]

/**
 * Sums quantities as decimals (see decimal.ts). Remembers how many places they have, so each
 * subscription has its own.
 */
export class SideWeights {
  #power = 1

  /** (bid - ask) / (bid + ask) of the best `levels`, rounded once; NaN for an empty book. */
  imbalance(bids: Side, asks: Side, levels: number): number {
    const bid = sumUnits(bids, levels, this.#power)
    const ask = Number.isNaN(bid) ? NaN : sumUnits(asks, levels, this.#power)
    const total = bid + ask
    return total <= Number.MAX_SAFE_INTEGER ? (bid - ask) / total : this.#exact(bids, asks, levels)
  }

  /** For quantities of more places, too large ones, and such as are no decimals. */
  #exact(bids: Side, asks: Side, levels: number): number {
    const bidPlaces = maxPlaces(bids, levels)
    const askPlaces = bidPlaces < 0 ? -1 : maxPlaces(asks, levels)
    if (askPlaces < 0) {
      // Computed doubles are summed as such: there is no decimal that the result should be.
      const bid = sumOf(bids, levels)
      const ask = sumOf(asks, levels)
      return (bid - ask) / (bid + ask)
    }
    this.#power = powerOfTen(Math.max(bidPlaces, askPlaces))
    const total = new ExactTotal()
    const difference = new ExactTotal()
    for (const [, quantity] of bids.slice(0, levels)) {
      total.add(quantity)
      difference.add(quantity)
    }
    for (const [, quantity] of asks.slice(0, levels)) {
      total.add(quantity)
      difference.add(-quantity)
    }
    return difference.overTotal(total)
  }
}

/** The places of the finest quantity; -1 when one is no decimal. */
function maxPlaces(side: Side, levels: number): number {
  let most = 0
  for (let n = 0; n < side.length && n < levels; n++) {
    const places = placesOf(side[n]?.[1] ?? NaN)
    if (places < 0) return -1
    if (places > most) most = places
  }
  return most
}

function sumOf(side: Side, levels: number): number {
  let sum = 0
  for (let n = 0; n < side.length && n < levels; n++) sum += side[n]?.[1] ?? NaN
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
