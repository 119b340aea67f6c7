/** The arithmetic mean of a number over the events. */
import type { Aggregate } from '../internal/aggregate.js'
import { ExactTotal } from '../internal/arithmetic/exact-total.js'
import { checkSelector } from '../internal/check-arguments.js'
import { ringOfNumbers } from '../internal/ring.js'

/**
 * The mean of `f` over the window: the exact sum divided by the number of events, rounded once. It
 * does not drift, lies between the smallest and the largest `f`, and equals `f` where all are
 * equal.
 *
 * Every event has the same weight; for a price weighted by volume see {@link vwap}. Numbers are
 * read as in {@link sum}. Gotcha: NaN while a NaN is in the window, and a number again when it has
 * left.
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
 * @param f the number to average; called once for each event
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function
 */
export function mean<T>(f: (event: T) => number): Aggregate<T, number> {
  checkSelector('mean', 'f', f)
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : ringOfNumbers()
      const total = new ExactTotal()
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
        value: () => total.over(n),
      }
    },
  }
}
