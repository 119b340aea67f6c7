/** The sum of a number over the events. */
import type { Aggregate } from '../internal/aggregate.js'
import { ringOfNumbers } from '../internal/ring.js'
import { ExactSum } from '../internal/exact-sum.js'

/**
 * The sum of `f` over the window, exact but for one rounding at the end: it does not drift, however many events have passed, and
 * a sum of 1e16 and 0.001 is 0.001 again when the 1e16 has left.
 *
 * Gotcha: while a NaN or an infinity is in the window the sum is what plain addition makes of it, and right again when it has left.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, sum } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ span: 60_000 }, sum(t => t.price * t.quantity)))
 *   .subscribe(turnover => console.log(`${turnover} USDT in the last minute`))
 * ```
 *
 * @param f what is summed; asked once for each event
 */
export function sum<T>(f: (event: T) => number): Aggregate<T, number> {
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : ringOfNumbers()
      const total = new ExactSum()
      return {
        remembers: true,
        add: event => {
          const x = f(event)
          kept?.push(x)
          total.add(x)
        },
        remove: () => total.remove(kept?.shift() ?? 0),
        value: () => total.value(),
      }
    },
  }
}
