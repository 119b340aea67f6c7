/** Several aggregates of one window. */
import type { Aggregate } from '../internal/aggregate.js'

// The first half tells the compiler each part's value, the second the events that all of them read, where no pipe tells it.
type Parts<T, S> = { readonly [Name in keyof S]: Aggregate<T, S[Name]> } & {
  readonly [name: string]: Aggregate<T, unknown>
}

/**
 * Several aggregates of the same window as one, whose value is an object of their values. Combinations combine.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { combine, count, max, mean, movingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(
 *     movingWindow(
 *       { span: 60_000 },
 *       combine({ trades: count(), price: mean(t => t.price), largest: max(t => t.quantity) }),
 *     ),
 *   )
 *   .subscribe(({ trades, price, largest }) => console.log(trades, price, largest))
 * ```
 *
 * @param parts each aggregate under the name that its value is to have
 */
export function combine<T, S extends Record<string, unknown>>(parts: Parts<T, S>): Aggregate<T, S> {
  return {
    create: growOnly => {
      const states = Object.entries(parts).map(([name, part]) => [name, part.create(growOnly)] as const)
      const add = (event: T): void => {
        for (const [, state] of states) state.add(event)
      }
      // Filled by name: at every event, Object.fromEntries is several times slower.
      const value = (): S => {
        const values: Record<string, unknown> = {}
        for (const [name, state] of states) values[name] = state.value()
        return values as S
      }
      const accumulators = states.map(([, state]) => state)
      if (accumulators.every(state => state.remembers === true)) {
        return { remembers: true, add, remove: () => accumulators.forEach(state => state.remove()), value }
      }
      return { add, remove: event => accumulators.forEach(state => state.remove(event)), value }
    },
  }
}
