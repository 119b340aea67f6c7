/** The newest event of the window. */
import type { Aggregate } from '../internal/aggregate.js'
import { checkSelector } from '../internal/check-arguments.js'

/**
 * The newest event of the window, or what `f` reads from it. A moving window emits at each event,
 * and that event is the newest: use it in {@link combine} to emit the event with the window's
 * values.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { combine, last, mean, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$('BTCUSDT')
 *   .pipe(
 *     movingWindow(
 *       { span: 60_000 },
 *       combine({ now: last(t => t.price), usual: mean(t => t.price) }),
 *     ),
 *   )
 *   .subscribe(({ now, usual }) =>
 *     console.log(now > usual ? 'above its mean' : 'at or below its mean'),
 *   )
 * ```
 *
 * Without `f` the event itself is kept; `f` is called once for each event.
 *
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function
 */
export function last<T>(): Aggregate<T, NoInfer<T>>
/** Returns `f` of the newest event of the window. */
export function last<T, V>(f: (event: T) => V): Aggregate<T, V>
export function last<T>(f: (event: T) => unknown = event => event): Aggregate<T, unknown> {
  checkSelector('last', 'f', f, 'what is kept of it')
  return {
    create: () => {
      let value: unknown
      return {
        remembers: true,
        add: event => void (value = f(event)),
        remove: () => undefined,
        value: () => value,
      }
    },
  }
}
