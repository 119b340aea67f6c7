/** The number of events. */
import type { Aggregate } from '../internal/aggregate.js'

/**
 * Counts the events of the window.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { count, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ span: 1_000 }, count()))
 *   .subscribe(n => console.log(`${n} trades a second`))
 * ```
 */
export function count<T>(): Aggregate<T, number> {
  return {
    create: () => {
      let n = 0
      return { remembers: true, add: () => void n++, remove: () => void n--, value: () => n }
    },
  }
}
