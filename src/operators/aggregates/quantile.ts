/** A quantile of a number over the events. */
import { Heap, type HeapItem } from '../../clock/heap.js'
import { InvalidOptionError } from '../../model/errors.js'
import type { Aggregate } from '../internal/aggregate.js'
import { Ring } from '../internal/ring.js'

interface Item extends HeapItem {
  readonly value: number
  isLow: boolean
}

/**
 * The value below which the part `q` of the window lies: 0 is the least, 0.5 the median, 1 the greatest.
 *
 * Between two values it is interpolated, as by default in R (type 7) and NumPy (Hyndman and Fan, Sample Quantiles in Statistical
 * Packages, 1996). Two heaps keep the values on either side of it: an event costs O(log n), not O(1) as the other
 * aggregates do, and each is held as an object of its own, also where nothing leaves.
 *
 * Gotcha: NaN while a NaN is in the window, and right again when it has left.
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
 * @param f what is ranked; asked once for each event
 */
export function quantile<T>(q: number, f: (event: T) => number): Aggregate<T, number> {
  if (!(q >= 0 && q <= 1)) throw new InvalidOptionError('q', `should be from 0 to 1, got ${q}`)
  return {
    create: growOnly => {
      const low = new Heap<Item>((a, b) => a.value > b.value)
      const high = new Heap<Item>((a, b) => a.value < b.value)
      const queue = growOnly ? undefined : new Ring<Item>()
      let nans = 0
      const moveTop = (from: Heap<Item>, to: Heap<Item>): void => {
        const item = from.peek()
        if (item === undefined) return
        from.remove(item)
        item.isLow = to === low
        to.push(item)
      }
      /** Leaves in `low` the values up to the quantile, and never fewer than one. */
      const balance = (): void => {
        const wanted = Math.min(low.size + high.size, Math.floor((low.size + high.size - 1) * q) + 1)
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
          const rank = (low.size + high.size - 1) * q
          const below = low.peek()?.value ?? NaN
          const part = rank - Math.floor(rank)
          return part === 0 ? below : below + ((high.peek()?.value ?? NaN) - below) * part
        },
      }
    },
  }
}
