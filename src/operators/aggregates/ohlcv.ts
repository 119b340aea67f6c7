/** Open, high, low, close and volume. */
import type { Aggregate } from '../internal/aggregate.js'
import { checkSelector } from '../internal/check-arguments.js'
import { combine } from './combine.js'
import { first } from './first.js'
import { last } from './last.js'
import { max } from './max.js'
import { min } from './min.js'
import { sum } from './sum.js'
import type { Deal } from './vwap.js'

/** One candle. */
export interface Ohlcv {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** In the base asset. */
  readonly volume: number
}

/**
 * The candle of the window: first, largest, smallest and last price, and the sum of the quantities.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { ohlcv, tumblingWindow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$('BTCUSDT')
 *   .pipe(tumblingWindow({ span: 5_000, time: 'event' }, ohlcv()))
 *   .subscribe(({ start, value }) => console.log(new Date(start), value.open, value.close))
 * ```
 *
 * `price` reads the price of an event, by default `event.price`;
 * `quantity` reads what is summed as volume, by default `event.quantity`.
 *
 * @throws {InvalidOptionError} `INVALID_OPTION` when `price` or `quantity` is not a function
 */
export function ohlcv<T extends Deal>(): Aggregate<T, Ohlcv>
/** The candle of the window, with selectors of price and quantity. */
export function ohlcv<T>(price: (event: T) => number, quantity: (event: T) => number): Aggregate<T, Ohlcv>
export function ohlcv(
  price: (event: Deal) => number = deal => deal.price,
  quantity: (event: Deal) => number = deal => deal.quantity,
): Aggregate<Deal, Ohlcv> {
  checkSelector('ohlcv', 'price', price)
  checkSelector('ohlcv', 'quantity', quantity, undefined, 'quantity')
  return combine({
    open: first(price),
    high: max(price),
    low: min(price),
    close: last(price),
    volume: sum(quantity),
  })
}
