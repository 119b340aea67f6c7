/** Several aggregates of one window. */
import { isRecord } from '../../validation/check.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import { printValue } from '../../validation/print-value.js'
import type { Aggregate } from '../internal/aggregate.js'
import { checkAggregate } from '../internal/check-arguments.js'

// From the first half the compiler infers each part's value, from the second the events that all of
// them read.
type Parts<T, S> = { readonly [Name in keyof S]: Aggregate<T, S[Name]> } & {
  readonly [name: string]: Aggregate<T, unknown>
}

/**
 * Combines several aggregates of one window into an object of their values. Combinations combine.
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
 * @param parts each aggregate under the name of its value
 * @throws {InvalidOptionError} `INVALID_OPTION` when a part is no aggregate
 */
export function combine<T, S extends Record<string, unknown>>(parts: Parts<T, S>): Aggregate<T, S> {
  check(parts)
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

function check<T>(parts: Readonly<Record<string, Aggregate<T, unknown>>>): void {
  if (!isRecord(parts)) {
    throw new InvalidOptionError(
      'parts',
      `of combine should be an object of aggregates such as { trades: count() }, got ${printValue(parts)}`,
    )
  }
  for (const [name, part] of Object.entries(parts)) checkAggregate('combine', name, part)
}
