/** The exponential mean of a number over the events. */
import { InvalidOptionError } from '../../model/errors.js'
import type { Aggregate } from '../internal/aggregate.js'
import { ringOfNumbers } from '../internal/ring.js'

/** How fast the past fades: one of the two, never both. */
export type EmaOptions =
  | {
      /** In events, as pandas and traders have it: `alpha` is 2 / (span + 1), which weighs the past as a plain mean of `span` events does. */
      readonly span: number
      readonly alpha?: never
    }
  | {
      /** The weight of the newest event, above 0 and at most 1. */
      readonly alpha: number
      readonly span?: never
    }

/**
 * The mean of `f` over the window in which each event weighs `1 - alpha` times as much as the one after it.
 *
 * The weights are divided by their sum, as with `adjust=True` in pandas, so that the first events are not given more than their due
 * and the value depends on the events of the window alone. With a window much longer than `span` events it is the
 * exponential moving average of the books. Adding and removing round, and their errors fade as fast as the past does.
 *
 * Gotcha: NaN while a NaN or an infinity is in the window, and right again when it has left.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { combine, ema, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(
 *     movingWindow(
 *       { count: 500 },
 *       combine({ fast: ema(t => t.price, { span: 12 }), slow: ema(t => t.price, { span: 26 }) }),
 *     ),
 *   )
 *   .subscribe(({ fast, slow }) => console.log(fast - slow))
 * ```
 *
 * @param f what is averaged; asked once for each event
 */
export function ema<T>(f: (event: T) => number, options: EmaOptions): Aggregate<T, number> {
  const alpha = alphaOf(options)
  // log(1 - alpha): powers of 1 - alpha are taken by it, so that they stay right when alpha is tiny.
  const fading = Math.log1p(-alpha)
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : ringOfNumbers()
      let weighted = 0
      let n = 0
      let notFinite = 0
      return {
        remembers: true,
        add: event => {
          const x = f(event)
          kept?.push(x)
          n++
          if (!Number.isFinite(x)) notFinite++
          weighted = weighted * (1 - alpha) + (Number.isFinite(x) ? x : 0)
        },
        remove: () => {
          const x = kept?.shift() ?? 0
          n--
          if (!Number.isFinite(x)) notFinite--
          else weighted -= n === 0 ? x : x * Math.exp(n * fading)
          if (n === 0) weighted = 0
        },
        value: () => (notFinite > 0 ? NaN : (weighted * alpha) / -Math.expm1(n * fading)),
      }
    },
  }
}

function alphaOf({ span, alpha }: EmaOptions): number {
  if (span !== undefined && !(span >= 1)) {
    throw new InvalidOptionError('span', `should be a number of events, at least 1, got ${span}`)
  }
  if (alpha !== undefined && !(alpha > 0 && alpha <= 1)) {
    throw new InvalidOptionError('alpha', `should be above 0 and at most 1, got ${alpha}`)
  }
  return span === undefined ? alpha : 2 / (span + 1)
}
