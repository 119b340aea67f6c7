/**
 * The subscriber of every client: takes a price and a quantity, counts, and optionally records the
 * age of each event.
 */
import { now } from '../clock.mjs'

/** Microseconds; older events are counted at this age. */
const MAX_AGE = 1_000_000

export function consumer() {
  let count = 0
  let price
  let quantity
  let ages
  return {
    seen(aPrice, aQuantity, stamp) {
      count++
      price = aPrice
      quantity = aQuantity
      if (ages !== undefined) ages[Math.min(MAX_AGE, Math.max(0, now() - stamp))]++
    },
    get count() {
      return count
    },
    /** Read by the client, so that the engine cannot optimize the arguments away. */
    get last() {
      return [price, quantity]
    },
    /** Starts counting events by age, in microseconds. */
    timeAges: () => (ages = new Uint32Array(MAX_AGE + 1)),
  }
}
