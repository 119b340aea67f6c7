/** Keeps the events whose price has moved far from the last that was kept. */
import { defer, filter, type MonoTypeOperatorFunction } from 'rxjs'
import { checkPositive } from './internal/check-option.js'

/** How far a price has to move: in percent of the last one, or as an amount. */
export type Move =
  | {
      /** Percent of the last price emitted: 0.5 means 0.5 %. */
      readonly percent: number
      readonly amount?: undefined
    }
  | {
      readonly percent?: undefined
      /** In the unit of the price. */
      readonly amount: number
    }

/** How far a price has to move, and of what. */
export type ChangedByOptions<T> = Move & {
  /** The key of an event: prices of one key are compared. @default the event's `symbol`, if it has one */
  readonly by?: ((event: T) => unknown) | undefined
}

/** Rounding of a few parts in 10^15 may not hide a move: 100.1 - 100 is a little less than 0.1. */
const ROUNDING = 8 * Number.EPSILON

/**
 * Emits an event when its price is `percent` (or `amount`) or more away from the last one emitted, up or down.
 *
 * Think of a log that a person reads: no line while the price trembles, one when it has gone somewhere. The distance is measured
 * from the last price emitted, not from the last price, so that a slow drift is told too. The first event of each key is emitted:
 * the next are measured from it. A move of exactly `percent` counts.
 *
 * Holds a price for each key. Completes and errors with its source. Throws `INVALID_OPTION` for a move that is not above 0.
 *
 * ![Marble diagram](../../docs/diagrams/changed-by.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { changedBy } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(changedBy({ percent: 0.1 }))
 *   .subscribe(({ symbol, price }) => console.log(symbol, price))
 *
 * binance()
 *   .bookTicker$('BTCUSDT')
 *   .pipe(changedBy({ amount: 10, price: quote => quote.bidPrice }))
 *   .subscribe(({ bidPrice }) => console.log(bidPrice))
 * ```
 *
 * @param options how far, which price (`price` by default), and of what
 * @return A function that returns an Observable of the events that moved.
 */
export function changedBy<T extends { readonly price: number }>(
  options: ChangedByOptions<T> & { readonly price?: undefined },
): MonoTypeOperatorFunction<T>
export function changedBy<T>(
  options: ChangedByOptions<T> & {
    /** Reads the price. */
    readonly price: (event: T) => number
  },
): MonoTypeOperatorFunction<T>
export function changedBy<T>({
  percent,
  amount,
  by = symbolOf,
  price = priceOf,
}: ChangedByOptions<T> & {
  readonly price?: ((event: T) => number) | undefined
}): MonoTypeOperatorFunction<T> {
  if (amount === undefined) checkPositive('percent', percent)
  else checkPositive('amount', amount)

  return source =>
    defer(() => {
      const last = new Map<unknown, number>()
      return source.pipe(
        filter(event => {
          const key = by(event)
          const now = price(event)
          const before = last.get(key)
          if (before !== undefined) {
            const needed = amount ?? Math.abs(before) * (percent / 100)
            if (Math.abs(now - before) < needed - ROUNDING * Math.abs(before)) return false
          }
          last.set(key, now)
          return true
        }),
      )
    })
}

function symbolOf(event: unknown): unknown {
  return (event as { readonly symbol?: string }).symbol
}

function priceOf(event: unknown): number {
  return (event as { readonly price: number }).price
}
