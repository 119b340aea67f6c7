/** The heavier side of the order book. */
import { defer, filter, map, type OperatorFunction } from 'rxjs'
import type { PriceLevel } from '../model/event.js'
import { checkLimit } from '../validation/check.js'
import { SideWeights } from './internal/arithmetic/side-weights.js'
import { checkOperatorOptions, checkOptionalSelector } from './internal/check-arguments.js'
import type { AnyQuote, QuoteMeasure } from './internal/quote.js'

/** An event with quantities at its best prices, such as `depth`, `bookTicker` or `ticker`. */
export type QuantityQuote = AnyQuote &
  (
    | { readonly bids: readonly PriceLevel[]; readonly asks: readonly PriceLevel[] }
    | { readonly bidQuantity: number; readonly askQuantity: number }
  )

/** The number of levels to compare, and selectors for them. */
export interface ImbalanceOptions<T> {
  /** Levels of each side, from the best. @default Infinity */
  readonly levels?: number | undefined
  /**
   * The bids of an event, the best first. @default its `bids`, or one level of its `bidQuantity`
   */
  readonly bids?: ((event: T) => readonly PriceLevel[]) | undefined
  /**
   * The asks of an event, the best first. @default its `asks`, or one level of its `askQuantity`
   */
  readonly asks?: ((event: T) => readonly PriceLevel[]) | undefined
}

/** Options for events with quantities that are not numbers. */
export interface AnyImbalanceOptions<T> extends ImbalanceOptions<T> {
  readonly bids: (event: T) => readonly PriceLevel[]
  readonly asks: (event: T) => readonly PriceLevel[]
}

/**
 * Emits for each event how much heavier its bids are than its asks, from -1 (asks only) to 1 (bids
 * only).
 *
 * The value is (bid - ask) / (bid + ask) of the quantities in the best `levels` of each side, with
 * the symbol as the key. Sums are exact for decimals (see {@link sum}), so equal sides give 0.
 * Takes `depth$`, and `bookTicker$` and `ticker$`, which have one level. A side with fewer levels
 * counts with those it has; an empty book emits nothing. Completes and errors with its source.
 * Throws `INVALID_OPTION` for a number of levels below 1 and for unknown options.
 *
 * Gotchas: a `depthDiff$` has only the levels that changed, and does not compile. Neither does a
 * `book$`: a book computes the imbalance of any number of levels itself:
 * `map(book => book.imbalance(5))`.
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
 * @param options levels of each side, from the best, all of them by default; or options, with
 *   selectors for quantities that are not numbers
 * @return A function that returns an Observable of the imbalances.
 */
export function imbalance<T extends AnyQuote>(
  options: AnyImbalanceOptions<T>,
): OperatorFunction<T, QuoteMeasure>
/** Emits how much heavier the bids of each event are; a number selects the levels of each side. */
export function imbalance<T extends QuantityQuote>(
  options?: number | ImbalanceOptions<T>,
): OperatorFunction<T, QuoteMeasure>
export function imbalance<T extends AnyQuote>(
  options: number | ImbalanceOptions<T> = {},
): OperatorFunction<T, QuoteMeasure> {
  const { levels = Infinity, bids = bidsOf, asks = asksOf } = check(options)
  return source =>
    defer(() => {
      const sides = new SideWeights()
      return source.pipe(
        map((event): QuoteMeasure | undefined => {
          const value = sides.imbalance(bids(event), asks(event), levels)
          return Number.isNaN(value) ? undefined : { key: event.symbol, value, receivedAt: event.receivedAt }
        }),
        filter(value => value !== undefined),
      )
    })
}

function check<T>(options: number | ImbalanceOptions<T>): ImbalanceOptions<T> {
  if (typeof options !== 'object') {
    checkLimit('levels', options)
    return { levels: options }
  }
  checkOperatorOptions('imbalance', options, ['levels', 'bids', 'asks'])
  const { levels, bids, asks } = options
  if (levels !== undefined) checkLimit('levels', levels)
  checkOptionalSelector('imbalance', 'bids', bids, 'levels of a price and a quantity', 'bids')
  checkOptionalSelector('imbalance', 'asks', asks, 'levels of a price and a quantity', 'asks')
  return options
}

function bidsOf(event: AnyQuote): readonly PriceLevel[] {
  const quote = event as QuantityQuote
  return 'bids' in quote ? quote.bids : [[0, quote.bidQuantity]]
}

function asksOf(event: AnyQuote): readonly PriceLevel[] {
  const quote = event as QuantityQuote
  return 'asks' in quote ? quote.asks : [[0, quote.askQuantity]]
}
