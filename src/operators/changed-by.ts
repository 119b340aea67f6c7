/** Emits an event when its price has moved far from the last emitted one. */
import { defer, filter, type MonoTypeOperatorFunction } from 'rxjs'
import { checkPositive } from '../validation/check.js'
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import { DecimalMath } from './internal/arithmetic/decimal-math.js'
import { priceOf } from './internal/bars/bar-options.js'
import { checkOperatorOptions, checkOptionalSelector } from './internal/check-arguments.js'

/** The minimum move of a price: in percent of the last one, or as an amount. */
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

/** The minimum move, and the prices to compare. */
export type ChangedByOptions<T> = Move & {
  /**
   * The key of an event: prices of one key are compared. @default the event's `symbol`, if it has
   * one
   */
  readonly by?: ((event: T) => unknown) | undefined
}

/**
 * Plain arithmetic decides where it is off by less than this part of its operands: nearly always.
 */
const MARGIN = 1e-12

/**
 * The tolerance for two computed prices, relative to them: a rounding error each. Decimals differ
 * by more, as they have at most 15 digits.
 */
const ROUNDING = 2 * Number.EPSILON

/**
 * Emits an event when its price is `percent` (or `amount`) or more away from the last one emitted,
 * up or down.
 *
 * <span class="informal">A log that a person reads: no line while the price trembles, one when it
 * has moved.</span>
 *
 * The distance is measured from the last price emitted, not from the previous price, so that a slow
 * drift is emitted too. The first event of each key is emitted: the next ones are measured from it.
 * A move of exactly `percent` counts, in decimals: from 100 to 100.1 is 0.1.
 *
 * From 0, any other price is a move of infinitely many percent, and 0 is none. An event with a
 * `NaN` price is not emitted, and no move is measured from it.
 *
 * Holds a price for each key. Completes and errors with its source. Throws `INVALID_OPTION` for a
 * move that is not above 0 and for unknown options.
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
 * @param options the distance, which price (`price` by default), and which prices are compared
 * @return A function that returns an Observable of the events that moved.
 */
export function changedBy<T extends { readonly price: number }>(
  options: ChangedByOptions<T> & { readonly price?: undefined },
): MonoTypeOperatorFunction<T>
/** Emits an event when the number that `price` reads has moved far from the last emitted one. */
export function changedBy<T>(
  options: ChangedByOptions<T> & {
    /** Reads the price. */
    readonly price: (event: T) => number
  },
): MonoTypeOperatorFunction<T>
export function changedBy<T>(
  options: ChangedByOptions<T> & { readonly price?: ((event: T) => number) | undefined },
): MonoTypeOperatorFunction<T> {
  checkOperatorOptions('changedBy', options, ['percent', 'amount', 'by', 'price'])
  const { percent = NaN, amount, by = symbolOf, price = priceOf } = options
  checkMove(options)
  checkOptionalSelector('changedBy', 'by', options.by, 'its key', 'symbol')
  checkOptionalSelector('changedBy', 'price', options.price)

  return source =>
    defer(() => {
      const last = new Map<unknown, number>()
      const decimal = new DecimalMath()
      const isFar = (before: number, now: number): boolean => {
        // The move is at least `least` where `scale` times the distance is.
        const scale = amount === undefined ? 100 : 1
        const least = amount ?? Math.abs(before) * percent
        const excess = Math.abs(now - before) * scale - least
        const margin = MARGIN * (least + scale * (Math.abs(before) + Math.abs(now)))
        return excess > margin || (!(excess < -margin) && isFarInDecimals(before, now))
      }
      const isFarInDecimals = (before: number, now: number): boolean => {
        const distance = Math.abs(decimal.difference(now, before))
        const tolerance = ROUNDING * Math.abs(before)
        return amount === undefined
          ? decimal.product(distance, 100) + tolerance * 100 >= decimal.product(Math.abs(before), percent)
          : distance + tolerance >= amount
      }
      return source.pipe(
        filter(event => {
          const now = price(event)
          const key = by(event)
          const before = last.get(key)
          if (now === before || Number.isNaN(now)) return false
          if (before !== undefined && !isFar(before, now)) return false
          last.set(key, now)
          return true
        }),
      )
    })
}

function checkMove({ percent, amount }: { readonly percent?: unknown; readonly amount?: unknown }): void {
  if (percent !== undefined && amount !== undefined)
    throw new InvalidOptionError('amount', 'of changedBy was given with percent; a move has one of them')
  if (amount === undefined) checkPositive('percent', percent)
  else checkPositive('amount', amount)
}

function symbolOf(event: unknown): unknown {
  return (event as { readonly symbol?: string }).symbol
}
