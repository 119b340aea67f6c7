/** The price in the middle of the book. */
import { filter, map, type OperatorFunction } from 'rxjs'
import type { Keyed } from './aggregate.js'
import { bestOf, type Quote } from './quote.js'

/**
 * Emits for each quote the middle between its best bid and its best ask, with its symbol as the key.
 *
 * Takes `bookTicker$`, `ticker$` and `depth$`. Steadier than the last trade's price, which jumps from bid to ask and back as
 * takers sell and buy. A quote of which a side is empty has no middle and emits nothing. Completes and errors with its source.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { midPrice } from 'rxmarket/operators'
 *
 * binance()
 *   .depth$('BTCUSDT', { levels: 5, speed: 100 })
 *   .pipe(midPrice())
 *   .subscribe(({ key, value }) => console.log(key, value))
 * ```
 *
 * @return A function that returns an Observable of the mid prices.
 */
export function midPrice<T extends Quote>(): OperatorFunction<T, Keyed<string, number>> {
  return source =>
    source.pipe(
      map((quote): Keyed<string, number> | undefined => {
        const best = bestOf(quote)
        return best && { key: quote.symbol, value: (best.bid + best.ask) / 2 }
      }),
      filter(told => told !== undefined),
    )
}
