/** The sum of a number over the events. */
import type { Aggregate } from '../internal/aggregate.js'
import { ExactTotal } from '../internal/arithmetic/exact-total.js'
import { checkSelector } from '../internal/check-arguments.js'
import { ringOfNumbers } from '../internal/ring.js'

/**
 * The sum of `f` over the window, exact and rounded once. It does not drift, however many events
 * have passed: a sum of 1e16 and 0.001 is 0.001 again when the 1e16 has left.
 *
 * A double counts as the decimal that it represents, so the sum of 0.1 and 0.2 is 0.3, as the
 * exchange adds them. Decimals are summed as decimals if they have at most 15 significant digits
 * and 8 places, or 12 digits and 15 places, as every price and quantity of the exchange does. Other
 * doubles (a third, a logarithm) are summed exactly as the doubles that they are.
 *
 * Gotchas: while a NaN or an infinity is in the window, the sum equals plain addition. A product
 * that `f` computes has been rounded before it is added: {@link tradeFlow} has exact values in the
 * quote asset.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, sum } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ span: 60_000 }, sum(t => t.quantity)))
 *   .subscribe(volume => console.log(`${volume} BTC in the last minute`))
 * ```
 *
 * @param f the number to sum; called once for each event
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function
 */
export function sum<T>(f: (event: T) => number): Aggregate<T, number> {
  checkSelector('sum', 'f', f, undefined, 'quantity')
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : ringOfNumbers()
      const total = new ExactTotal()
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
