/** The largest value of the window. */
import type { Aggregate } from '../internal/aggregate.js'
import { checkSelector } from '../internal/check-arguments.js'
import { largest, largestSoFar } from '../internal/extreme.js'

/**
 * The largest `f` of the window, by a monotonic deque (Lemire, Streaming Maximum-Minimum Filter,
 * 2006): O(1) amortised, though one event that tops many before it pays for all of them.
 *
 * Gotcha: NaN while a NaN is in the window, as `Math.max` has it.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { combine, max, min, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(
 *     movingWindow({ span: 60_000 }, combine({ high: max(t => t.price), low: min(t => t.price) })),
 *   )
 *   .subscribe(({ high, low }) => console.log(`moved by ${high - low} in the last minute`))
 * ```
 *
 * @param f what is compared; called once for each event
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function
 */
export function max<T>(f: (event: T) => number): Aggregate<T, number> {
  checkSelector('max', 'f', f)
  return { create: growOnly => (growOnly ? largestSoFar(f) : largest(f)) }
}
