/** The variance of a number over the events. */
import { checkBoolean } from '../../validation/check.js'
import type { Aggregate } from '../internal/aggregate.js'
import { Moments } from '../internal/arithmetic/moments.js'
import { checkOperatorOptions, checkSelector } from '../internal/check-arguments.js'
import { ringOfNumbers } from '../internal/ring.js'

/** Population or sample variance. */
export interface VarianceOptions {
  /**
   * Whether the window is a sample of a larger population: the sum of squares is then divided by n
   * - 1 instead of n (Bessel's correction).
   *
   * @default false
   */
  readonly sample?: boolean | undefined
}

/**
 * The mean squared distance of `f` from its mean, over the window; 0 where all are equal.
 *
 * The sums of `f` and of its squares are exact, and are subtracted before they are rounded. Neither
 * time nor a price far above its own movement spoils the result, as they do with sliding forms of
 * Welford's method. Numbers are read as in {@link sum}.
 *
 * Gotchas: a window of one event has the variance 0, and as a sample NaN. NaN while a NaN, an
 * infinity or a number with an infinite square is in the window, and a number again when it has
 * left.
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
 * @param f the number to compute the variance of; called once for each event
 * @param options population (the default) or sample
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function, or an option is
 *   unknown or invalid
 */
export function variance<T>(f: (event: T) => number, options: VarianceOptions = {}): Aggregate<T, number> {
  return varianceOf('variance', f, options, n => n)
}

/** {@link variance} and `stdev`: `finish` computes the value from the variance. */
export function varianceOf<T>(
  name: string,
  f: (event: T) => number,
  options: VarianceOptions,
  finish: (variance: number) => number,
): Aggregate<T, number> {
  checkSelector(name, 'f', f)
  checkOperatorOptions(name, options, ['sample'])
  const { sample = false } = options
  checkBoolean('sample', sample)
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : ringOfNumbers()
      const moments = new Moments()
      let n = 0
      return {
        remembers: true,
        add: event => {
          const x = f(event)
          n++
          kept?.push(x)
          moments.add(x)
        },
        remove: () => {
          n--
          moments.remove(kept?.shift() ?? 0)
        },
        value: () => {
          const divisor = sample ? n - 1 : n
          return divisor === 0 ? NaN : finish(moments.over(divisor))
        },
      }
    },
  }
}
