/** The volume-weighted average price. */
import type { Aggregate } from '../internal/aggregate.js'
import { TradedTotal } from '../internal/arithmetic/traded-total.js'
import { checkSelector } from '../internal/check-arguments.js'
import { ringOfNumbers } from '../internal/ring.js'

/** The fields that `vwap()` and `ohlcv()` read by default, as a trade has them. */
export interface Deal {
  readonly price: number
  readonly quantity: number
}

/**
 * The average price of the window weighted by quantity: the sum of prices times quantities divided
 * by the sum of quantities, both exact, rounded once. It does not drift, lies between the lowest
 * and the highest price, and equals the price where all are equal. Numbers are read as in
 * {@link sum}.
 *
 * Gotcha: NaN while no event in the window has a quantity.
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
 * `price` reads the price of an event, by default `event.price`;
 * `quantity` reads its weight, by default `event.quantity`.
 *
 * @throws {InvalidOptionError} `INVALID_OPTION` when `price` or `quantity` is not a function
 */
export function vwap<T extends Deal>(): Aggregate<T, number>
/** The volume-weighted average price, with selectors of price and quantity. */
export function vwap<T>(price: (event: T) => number, quantity: (event: T) => number): Aggregate<T, number>
export function vwap(
  price: (event: Deal) => number = deal => deal.price,
  quantity: (event: Deal) => number = deal => deal.quantity,
): Aggregate<Deal, number> {
  checkSelector('vwap', 'price', price)
  checkSelector('vwap', 'quantity', quantity, undefined, 'quantity')
  return {
    create: growOnly => {
      const kept = growOnly ? undefined : { prices: ringOfNumbers(), quantities: ringOfNumbers() }
      const total = new TradedTotal()
      return {
        remembers: true,
        add: deal => {
          const paid = price(deal)
          const bought = quantity(deal)
          kept?.prices.push(paid)
          kept?.quantities.push(bought)
          total.add(paid, bought)
        },
        remove: () => total.remove(kept?.prices.shift() ?? 0, kept?.quantities.shift() ?? 0),
        value: () => total.price(),
      }
    },
  }
}
