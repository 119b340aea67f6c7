/** The distance between the best bid and the best ask. */
import { filter, map, type OperatorFunction } from 'rxjs'
import { bestPrices, type Quote, type QuoteMeasure } from './internal/quote.js'

/** What the spread is measured in. */
export interface SpreadOptions {
  /** `'price'`: in the quote asset. `'basisPoints'`: in 1/100 of a percent of the mid price. @default 'price' */
  readonly unit?: 'price' | 'basisPoints'
}

/**
 * Emits for each quote the distance from its best bid to its best ask, with its symbol as the key.
 *
 * Takes `bookTicker$`, `ticker$` and `depth$`. A quote of which a side is empty has no spread and emits nothing. Completes and
 * errors with its source.
 *
 * Gotcha: spreads of symbols at different prices compare in basis points only.
 *
 * ![Marble diagram](../../docs/diagrams/spread.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { spread } from 'rxmarket/operators'
 *
 * binance()
 *   .bookTicker$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(spread({ unit: 'basisPoints' }))
 *   .subscribe(({ key, value }) => console.log(`${key} ${value.toFixed(2)} bp`))
 * ```
 *
 * @param options the unit
 * @return A function that returns an Observable of the spreads.
 */
export function spread<T extends Quote>({ unit = 'price' }: SpreadOptions = {}): OperatorFunction<
  T,
  QuoteMeasure
> {
  return source =>
    source.pipe(
      map((quote): QuoteMeasure | undefined => {
        const best = bestPrices(quote)
        if (best === undefined) return undefined
        const { bid, ask } = best
        const value = unit === 'price' ? ask - bid : ((ask - bid) / ((ask + bid) / 2)) * 10_000
        return { key: quote.symbol, value, receivedAt: quote.receivedAt }
      }),
      filter(told => told !== undefined),
    )
}
