/** What every client's events end in: a callback that takes a price and a quantity, counts, and, when asked, tells the age of the event. */
import { now } from '../clock.mjs'

/** Ages of a second and more are counted as one. */
const LONGEST = 1_000_000

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
      if (ages !== undefined) ages[Math.min(LONGEST, Math.max(0, now() - stamp))]++
    },
    get count() {
      return count
    },
    /** Read, so that nothing that was given may be left out. */
    get last() {
      return [price, quantity]
    },
    /** Begins to count events by their age in microseconds. */
    timeAges: () => (ages = new Uint32Array(LONGEST + 1)),
  }
}
