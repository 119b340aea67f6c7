/** The price in the middle of the book. */
import { filter, map, type OperatorFunction } from 'rxjs'
import { bestPrices, type Quote, type QuoteMeasure } from './internal/quote.js'

/**
 * Emits for each quote the middle between its best bid and its best ask, with its symbol as the key.
 *
 * Takes `bookTicker$`, `ticker$` and `depth$`. Steadier than the last trade's price, which jumps from bid to ask and back as
 * takers sell and buy. A quote of which a side is empty has no middle and emits nothing. Completes and errors with its source.
 *
 * ![Marble diagram](../../docs/diagrams/mid-price.svg)
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
export function midPrice<T extends Quote>(): OperatorFunction<T, QuoteMeasure> {
  return source =>
    source.pipe(
      map((quote): QuoteMeasure | undefined => {
        const best = bestPrices(quote)
        return best && { key: quote.symbol, value: (best.bid + best.ask) / 2, receivedAt: quote.receivedAt }
      }),
      filter(told => told !== undefined),
    )
}
