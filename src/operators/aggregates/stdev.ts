/** The standard deviation of a number over the events. */
import type { Aggregate } from '../internal/aggregate.js'
import { variance, type VarianceOptions } from './variance.js'

/**
 * How far `f` is from its mean, typically: the root of its {@link variance}, in the unit of `f`.
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
 *       combine({ price: last(t => t.price), mean: mean(t => t.price), stdev: stdev(t => t.price) }),
 *     ),
 *   )
 *   .subscribe(({ price, mean, stdev }) => console.log(`${(price - mean) / stdev} deviations from the mean`))
 * ```
 *
 * @param f the number whose spread is wanted; asked again when the event leaves, so it must depend on the event alone
 */
export function stdev<T>(f: (event: T) => number, options?: VarianceOptions): Aggregate<T, number> {
  const squared = variance(f, options)
  return {
    create: growOnly => {
      const state = squared.create(growOnly)
      return { ...state, value: () => Math.sqrt(state.value()) }
    },
  }
}
