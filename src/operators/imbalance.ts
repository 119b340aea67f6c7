/** Which side of the order book is heavier. */
import { filter, map, type OperatorFunction } from 'rxjs'
import type { Depth, PriceLevel } from '../model/event.js'
import { checkLimit } from './internal/check-option.js'
import type { QuoteMeasure } from './internal/quote.js'

/**
 * Emits for each depth how much heavier its bids are than its asks, from -1 (asks only) to 1 (bids only).
 *
 * That is (bid - ask) / (bid + ask) of the quantities resting in the best `levels` of each side, with the symbol as the key. A
 * side with fewer levels counts with those it has; an empty book emits nothing. Completes and errors with its source. Throws
 * `INVALID_OPTION` for a number of levels that cannot be.
 *
 * Gotcha: takes `depth$`, whole books. A `depthDiff$` names only the levels that changed, and does not compile.
 *
 * ![Marble diagram](../../docs/diagrams/imbalance.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { imbalance } from 'rxmarket/operators'
 *
 * binance()
 *   .depth$('BTCUSDT', { levels: 20, speed: 100 })
 *   .pipe(imbalance(5))
 *   .subscribe(({ key, value }) => console.log(key, value.toFixed(2)))
 * ```
 *
 * @param levels levels of each side, from the best; all of them by default
 * @return A function that returns an Observable of the imbalances.
 */
export function imbalance<T extends Pick<Depth, 'type' | 'symbol' | 'receivedAt' | 'bids' | 'asks'>>(
  levels = Infinity,
): OperatorFunction<T, QuoteMeasure> {
  checkLimit('levels', levels)
  return source =>
    source.pipe(
      map((depth): QuoteMeasure => {
        const bid = totalQuantity(depth.bids, levels)
        const ask = totalQuantity(depth.asks, levels)
        return { key: depth.symbol, value: (bid - ask) / (bid + ask), receivedAt: depth.receivedAt }
      }),
      filter(({ value }) => !Number.isNaN(value)),
    )
}

function totalQuantity(side: readonly PriceLevel[], levels: number): number {
  let sum = 0
  for (let n = 0; n < side.length && n < levels; n++) sum += side[n]?.[1] ?? 0
  return sum
}
