/** The arithmetic mean of a number over the events. */
import type { Aggregate } from '../internal/aggregate.js'
import { ringOfNumbers } from '../internal/ring.js'
import { ExactSum } from '../internal/exact-sum.js'

/**
 * The mean of `f` over the window: its exact sum, divided by how many there are. Does not drift.
 *
 * Every event weighs the same, however long it was true: for a price weighted by volume see {@link vwap}. Gotcha: NaN while a NaN is
 * in the window, and right again when it has left.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { mean, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(movingWindow({ span: 60_000, by: t => t.symbol }, mean(t => t.price)))
 *   .subscribe(({ key, value }) => console.log(key, value))
 * ```
 *
 * @param f what is averaged; asked once for each event
 */
export function mean<T>(f: (event: T) => number): Aggregate<T, number> {
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : ringOfNumbers()
      const total = new ExactSum()
      let n = 0
      return {
        remembers: true,
        add: event => {
          const x = f(event)
          n++
          kept?.push(x)
          total.add(x)
        },
        remove: () => {
          n--
          total.remove(kept?.shift() ?? 0)
        },
        value: () => total.value() / n,
      }
    },
  }
}
