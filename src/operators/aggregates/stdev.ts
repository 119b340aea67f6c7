/** The standard deviation of a number over the events. */
import type { Aggregate } from '../internal/aggregate.js'
import { varianceOf, type VarianceOptions } from './variance.js'

/**
 * The standard deviation of `f` over the window: the root of its {@link variance}, in the unit of
 * `f`. It is exactly 0 where all are equal, so a z-score has to allow for that.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { combine, last, mean, movingWindow, stdev } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(
 *     movingWindow(
 *       { span: 60_000 },
 *       combine({
 *         price: last(t => t.price),
 *         mean: mean(t => t.price),
 *         stdev: stdev(t => t.price),
 *       }),
 *     ),
 *   )
 *   .subscribe(({ price, mean, stdev }) => {
 *     const zScore = stdev === 0 ? 0 : (price - mean) / stdev
 *     console.log(`${zScore} deviations from the mean`)
 *   })
 * ```
 *
 * @param f the number to compute the deviation of; called once for each event
 * @param options of the population (the default) or of a sample
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function, or an option is
 *   unknown or invalid
 */
export function stdev<T>(f: (event: T) => number, options: VarianceOptions = {}): Aggregate<T, number> {
  return varianceOf('stdev', f, options, Math.sqrt)
}
