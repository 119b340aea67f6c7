/** The volume-weighted average price. */
import type { Aggregate } from '../internal/aggregate.js'
import { ringOfNumbers } from '../internal/ring.js'
import { ExactSum } from '../internal/exact-sum.js'

/** What `vwap()` and `ohlcv()` read unless told otherwise: a trade is one. */
export interface Deal {
  readonly price: number
  readonly quantity: number
}

/**
 * The price of the window weighted by quantity: what was paid, divided by what was bought. Does not drift.
 *
 * Gotcha: NaN while nothing in the window has a quantity.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, vwap } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(movingWindow({ span: 300_000 }, vwap()))
 *   .subscribe(price => console.log(price))
 * ```
 *
 * @param price the price of an event; `event.price` by default
 * @param quantity its weight; `event.quantity` by default.
 */
export function vwap<T extends Deal>(): Aggregate<T, number>
export function vwap<T>(price: (event: T) => number, quantity: (event: T) => number): Aggregate<T, number>
export function vwap(
  price: (event: Deal) => number = deal => deal.price,
  quantity: (event: Deal) => number = deal => deal.quantity,
): Aggregate<Deal, number> {
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : { paid: ringOfNumbers(), bought: ringOfNumbers() }
      const paid = new ExactSum()
      const bought = new ExactSum()
      return {
        remembers: true,
        add: deal => {
          const amount = quantity(deal)
          const cost = price(deal) * amount
          kept?.paid.push(cost)
          kept?.bought.push(amount)
          paid.add(cost)
          bought.add(amount)
        },
        remove: () => {
          paid.remove(kept?.paid.shift() ?? 0)
          bought.remove(kept?.bought.shift() ?? 0)
        },
        value: () => paid.value() / bought.value(),
      }
    },
  }
}
