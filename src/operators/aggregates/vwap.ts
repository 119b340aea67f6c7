/** The volume-weighted average price. */
import type { Aggregate } from '../aggregate.js'
import { ExactSum } from './exact-sum.js'

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
 * @param quantity its weight; `event.quantity` by default. Both are asked again when the event leaves.
 */
export function vwap<T extends Deal>(): Aggregate<T, number>
export function vwap<T>(price: (event: T) => number, quantity: (event: T) => number): Aggregate<T, number>
export function vwap(
  price: (event: Deal) => number = deal => deal.price,
  quantity: (event: Deal) => number = deal => deal.quantity,
): Aggregate<Deal, number> {
  return {
    create: () => {
      const paid = new ExactSum()
      const bought = new ExactSum()
      return {
        add: deal => {
          paid.add(price(deal) * quantity(deal))
          bought.add(quantity(deal))
        },
        remove: deal => {
          paid.remove(price(deal) * quantity(deal))
          bought.remove(quantity(deal))
        },
        value: () => paid.value() / bought.value(),
      }
    },
  }
}
