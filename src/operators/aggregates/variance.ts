/** The variance of a number over the events. */
import type { Aggregate } from '../internal/aggregate.js'
import { ringOfNumbers } from '../internal/ring.js'
import { ExactSum } from '../internal/exact-sum.js'
import { productError } from '../internal/two-product.js'

/** What the window is of. */
export interface VarianceOptions {
  /**
   * Whether the window is a sample of something larger, so that the squares are divided by n - 1 (Bessel's correction) in place of n.
   *
   * @default false
   */
  readonly sample?: boolean | undefined
}

/**
 * The mean square distance of `f` from its mean, over the window.
 *
 * The sums of `f` and of its squares are kept exactly and subtracted in twice the precision of a double, so that neither time nor a
 * price far above its own movement spoils the result; sliding forms of Welford's method drift.
 *
 * Gotchas: a window of one event has the variance 0, and as a sample NaN. NaN while a NaN, an infinity or a number beyond 1e150 is in
 * the window, and right again when it has left.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, variance } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ count: 500 }, variance(t => t.price, { sample: true })))
 *   .subscribe(value => console.log(value))
 * ```
 *
 * @param f the number whose spread is wanted; asked once for each event
 */
export function variance<T>(
  f: (event: T) => number,
  { sample = false }: VarianceOptions = {},
): Aggregate<T, number> {
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : ringOfNumbers()
      const total = new ExactSum()
      const squares = new ExactSum()
      let n = 0
      return {
        remembers: true,
        add: event => {
          const x = f(event)
          kept?.push(x)
          const square = x * x
          n++
          total.add(x)
          squares.add(square)
          squares.add(productError(x, x, square))
        },
        remove: () => {
          const x = kept?.shift() ?? 0
          const square = x * x
          n--
          total.remove(x)
          squares.remove(square)
          squares.remove(productError(x, x, square))
        },
        value: () => spread(total, squares, n) / (sample ? n - 1 : n),
      }
    },
  }
}

/** The sum of the squares less the square of the sum over n, in double-double arithmetic: all but the last step keeps its error. */
function spread(total: ExactSum, squares: ExactSum, n: number): number {
  const high = total.value()
  const low = total.rest()
  const square = high * high
  const squareLow = productError(high, high, square) + 2 * high * low + low * low
  const quotient = square / n
  const back = quotient * n
  const quotientLow = (square - back - productError(quotient, n, back) + squareLow) / n
  const difference = squares.value() - quotient + (squares.rest() - quotientLow)
  return difference < 0 ? 0 : difference
}
