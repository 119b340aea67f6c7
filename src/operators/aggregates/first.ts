/** The oldest event of the window. */
import type { Aggregate } from '../aggregate.js'
import { Ring } from '../ring.js'

/**
 * The oldest event of the window, or what `f` reads from it.
 *
 * Gotcha: a moving window holds each event's `f` beside the event, as the one that leaves does not tell the one after it.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { combine, first, last, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .ticker$('BTCUSDT')
 *   .pipe(movingWindow({ span: 60_000 }, combine({ from: first(t => t.price), to: last(t => t.price) })))
 *   .subscribe(({ from, to }) => console.log(`${(100 * (to - from)) / from} % in the last minute`))
 * ```
 *
 * @param f what is kept of an event; the event itself by default. Asked once for each event
 */
export function first<T>(): Aggregate<T, T>
export function first<T, V>(f: (event: T) => V): Aggregate<T, V>
export function first<T>(f: (event: T) => unknown = event => event): Aggregate<T, unknown> {
  return { create: growOnly => (growOnly ? firstEver(f) : oldest(f)) }
}

function oldest<T, V>(f: (event: T) => V) {
  const values = new Ring<V>()
  return {
    add: (event: T) => values.push(f(event)),
    remove: () => void values.shift(),
    value: () => values.first(),
  }
}

function firstEver<T, V>(f: (event: T) => V) {
  let value: V | undefined
  let isEmpty = true
  return {
    add: (event: T) => {
      if (isEmpty) value = f(event)
      isEmpty = false
    },
    remove: () => undefined,
    value: () => value,
  }
}
