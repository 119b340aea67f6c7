/** The oldest event of the window. */
import type { Aggregate, BufferedAccumulator } from '../internal/aggregate.js'
import { checkSelector } from '../internal/check-arguments.js'
import { Ring } from '../internal/ring.js'

/**
 * The oldest event of the window, or what `f` reads from it.
 *
 * A moving window keeps the `f` of each event: without `f`, the events. Gotcha: the oldest event is
 * the first to arrive, even if the events' own times are in another order.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { combine, first, last, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$('BTCUSDT')
 *   .pipe(
 *     movingWindow(
 *       { span: 60_000 },
 *       combine({ from: first(t => t.price), to: last(t => t.price) }),
 *     ),
 *   )
 *   .subscribe(({ from, to }) => console.log(`${(100 * (to - from)) / from} % in the last minute`))
 * ```
 *
 * Without `f` the event itself is kept; `f` is called once for each event.
 *
 * @throws {InvalidOptionError} `INVALID_OPTION` when `f` is not a function
 */
export function first<T>(): Aggregate<T, NoInfer<T>>
/** Returns `f` of the oldest event of the window. */
export function first<T, V>(f: (event: T) => V): Aggregate<T, V>
export function first<T>(f: (event: T) => unknown = event => event): Aggregate<T, unknown> {
  checkSelector('first', 'f', f, 'what is kept of it')
  return { create: growOnly => (growOnly ? firstOfAll(f) : oldest(f)) }
}

function oldest<T, V>(f: (event: T) => V): BufferedAccumulator<T, V | undefined> {
  const values = new Ring<V>()
  return {
    remembers: true,
    add: event => values.push(f(event)),
    remove: () => void values.shift(),
    value: () => values.first(),
  }
}

function firstOfAll<T, V>(f: (event: T) => V): BufferedAccumulator<T, V | undefined> {
  let value: V | undefined
  let isEmpty = true
  return {
    remembers: true,
    add: event => {
      if (isEmpty) value = f(event)
      isEmpty = false
    },
    remove: () => undefined,
    value: () => value,
  }
}
