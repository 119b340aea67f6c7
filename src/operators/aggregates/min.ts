/** The smallest value of the window. */
import type { Aggregate } from '../internal/aggregate.js'
import { checkSelector } from '../internal/check-arguments.js'
import { largest, largestSoFar } from '../internal/extreme.js'

/**
 * The smallest `f` of the window, as {@link max} is the largest.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { min, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .bookTicker$('BTCUSDT')
 *   .pipe(movingWindow({ span: 10_000 }, min(b => b.askPrice - b.bidPrice)))
 *   .subscribe(spread => console.log(`the spread was ${spread} at its best`))
 * ```
 *
 * @param f what is compared; called once for each event
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function
 */
export function min<T>(f: (event: T) => number): Aggregate<T, number> {
  checkSelector('min', 'f', f)
  return {
    create: growOnly => {
      const state = (growOnly ? largestSoFar<T> : largest<T>)(event => -f(event))
      return { ...state, value: () => -state.value() }
    },
  }
}
