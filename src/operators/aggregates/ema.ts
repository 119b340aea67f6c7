/** The exponential mean of a number over the events. */
import { check } from '../../validation/check.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import type { Aggregate } from '../internal/aggregate.js'
import { checkOperatorOptions, checkSelector } from '../internal/check-arguments.js'
import { FadingSum } from '../internal/fading-sum.js'
import { ringOfNumbers } from '../internal/ring.js'

/** The decay of older events: `span` or `alpha`, never both. */
export type EmaOptions =
  | {
      /**
       * In events, as in pandas and on charts: `alpha` is 2 / (span + 1), as old on average as a
       * plain mean of `span` events.
       */
      readonly span: number
      readonly alpha?: undefined
    }
  | {
      /** The weight of the newest event, above 0 and at most 1. */
      readonly alpha: number
      readonly span?: undefined
    }

/**
 * The mean of `f` over the window in which each event has `1 - alpha` times the weight of the next
 * one.
 *
 * The weights are divided by their sum, as with `adjust=True` in pandas, so the first events do not
 * weigh too much. The value depends on the events of the window alone, not on those that have left
 * it. With a window much longer than `span` events it is the textbook's exponential moving average.
 * If all numbers are equal, the result equals them.
 *
 * Costs O(1) amortised: in a moving window an event is visited a second time, when about half of
 * the window has left.
 *
 * Gotcha: NaN while a NaN or an infinity is in the window, and a number again when it has left.
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
 * @param f the number to average; called once for each event
 * @param options `span` or `alpha`
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function, or not exactly one of
 *   `span` and `alpha` is given and in range
 */
export function ema<T>(f: (event: T) => number, options: EmaOptions): Aggregate<T, number> {
  checkSelector('ema', 'f', f)
  const alpha = alphaOf(options)
  return {
    create: growOnly => {
      const sum = new FadingSum(alpha, growOnly)
      /** The positions of NaN and infinite events. */
      const notFinite = ringOfNumbers()
      let added = 0
      let removed = 0
      // The newest event, and how many before it equal it: if all do, the result must equal them
      // exactly.
      let newest = NaN
      let run = 0
      return {
        remembers: true,
        add: event => {
          const x = f(event)
          run = x === newest ? run + 1 : 1
          newest = x
          const isFinite = Number.isFinite(x)
          if (!isFinite) notFinite.push(added)
          added++
          sum.add(isFinite ? x : 0)
        },
        remove: () => {
          if (notFinite.size > 0 && notFinite.first() === removed) notFinite.shift()
          removed++
          sum.remove()
        },
        value: () => {
          if (notFinite.size > 0) return NaN
          return run >= sum.size ? newest : sum.mean()
        },
      }
    },
  }
}

function alphaOf(options: EmaOptions): number {
  checkOperatorOptions('ema', options, ['span', 'alpha'])
  const { span, alpha } = options
  if ((span === undefined) === (alpha === undefined)) {
    const problem = span === undefined ? 'is missing; give ema' : 'was given with alpha; give ema one of'
    throw new InvalidOptionError('span', `${problem} { span: events } or { alpha: weight of the newest }`)
  }
  if (span === undefined) {
    check('alpha', alpha, typeof alpha === 'number' && alpha > 0 && alpha <= 1, 'a number above 0, at most 1')
    return alpha
  }
  check('span', span, typeof span === 'number' && span >= 1, 'a number of events, at least 1')
  return 2 / (span + 1)
}
