/** A quantile of a number over the events. */
import { Heap, type HeapItem } from '../../clock/heap.js'
import { checkNumber } from '../../validation/check.js'
import type { Aggregate } from '../internal/aggregate.js'
import { placesOf, powerOfTen } from '../internal/arithmetic/decimal.js'
import { DecimalMath } from '../internal/arithmetic/decimal-math.js'
import { checkSelector } from '../internal/check-arguments.js'
import { Ring } from '../internal/ring.js'

interface Item extends HeapItem {
  readonly value: number
  isLow: boolean
}

/**
 * The value below which the part `q` of the window lies: 0 is the smallest, 0.5 the median, 1 the
 * largest.
 *
 * It interpolates between two values, as R (type 7) and NumPy do by default (Hyndman and Fan,
 * Sample Quantiles in Statistical Packages, 1996). Two heaps keep the values on either side of it.
 * An event costs O(log n), not O(1) as with the other aggregates, and each is held as an object,
 * even if nothing leaves.
 *
 * Gotchas: NaN while a NaN is in the window, and a number again when it has left. Infinities are
 * values like others; half-way between minus infinity and infinity is NaN.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, quantile } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ span: 60_000 }, quantile(0.5, t => t.price)))
 *   .subscribe(median => console.log(median))
 * ```
 *
 * @param q the part below, from 0 to 1
 * @param f the number to rank; called once for each event
 * @throws {InvalidOptionError} `INVALID_OPTION` when `q` is not from 0 to 1, or `f` is not a
 *   function
 */
export function quantile<T>(q: number, f: (event: T) => number): Aggregate<T, number> {
  checkNumber('q', q, 0, 1)
  checkSelector('quantile', 'f', f)
  const power = powerOfTen(Math.max(placesOf(q), 0))
  const units = placesOf(q) < 0 ? q : Math.round(q * power)
  return {
    create: growOnly => {
      const low = new Heap<Item>((a, b) => a.value > b.value)
      const high = new Heap<Item>((a, b) => a.value < b.value)
      const queue = growOnly ? undefined : new Ring<Item>()
      const decimal = new DecimalMath()
      let nans = 0
      // Where the quantile is in the sorted list, counted from 0: `rest / power` after `rank`. In
      // decimals: 0.29 of 100 is 29, in doubles less.
      let rank = 0
      let rest = 0
      const moveTop = (from: Heap<Item>, to: Heap<Item>): void => {
        const item = from.peek()
        if (item === undefined) return
        from.remove(item)
        item.isLow = to === low
        to.push(item)
      }
      /** Leaves in `low` the values up to the quantile, and never fewer than one. */
      const balance = (): void => {
        const place = (low.size + high.size - 1) * units
        rank = Math.floor(place / power)
        rest = place - rank * power
        const wanted = Math.min(low.size + high.size, rank + 1)
        while (low.size > wanted) moveTop(low, high)
        while (low.size < wanted) moveTop(high, low)
      }
      return {
        remembers: true,
        add: event => {
          const value = f(event)
          const item = { value, isLow: !(value > (low.peek()?.value ?? -Infinity)), index: -1 }
          queue?.push(item)
          if (value !== value) nans++
          else (item.isLow ? low : high).push(item)
          balance()
        },
        remove: () => {
          const item = queue?.shift()
          if (item === undefined) return
          if (item.value !== item.value) nans--
          else (item.isLow ? low : high).remove(item)
          balance()
        },
        value: () => {
          if (nans > 0) return NaN
          const below = low.peek()?.value ?? NaN
          if (rest === 0) return below
          const above = high.peek()?.value ?? NaN
          if (below === above) return below
          return decimal.between(below, above, rest, power) ?? between(below, above, rest / power, decimal)
        },
      }
    },
  }
}

/** `below` and a part of the way from there to `above`. */
function between(below: number, above: number, part: number, decimal: DecimalMath): number {
  if (part === 0.5) return decimal.middle(below, above)
  // From minus infinity no part of the way leads anywhere else; plain arithmetic makes NaN of it.
  if (below === -Infinity && above < Infinity) return below
  const distance = decimal.difference(above, below)
  if (Number.isFinite(distance)) return decimal.sum(below, decimal.product(distance, part))
  return below * (1 - part) + above * part
}
