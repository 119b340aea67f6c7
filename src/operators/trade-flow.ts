/** The quantity that takers buy, less the quantity that they sell. */
import { defer, map, type OperatorFunction } from 'rxjs'
import type { Trade } from '../model/event.js'
import { checkOneOf } from '../validation/check.js'
import type { Keyed } from './internal/aggregate.js'
import { DecimalMath } from './internal/arithmetic/decimal-math.js'
import { priceOf, quantityOf } from './internal/bars/bar-options.js'
import { checkOperatorOptions, checkOptionalSelector } from './internal/check-arguments.js'

/** The volume of one trade, signed by its taker. */
export interface TradeFlow extends Keyed<string, number> {
  /** The symbol. */
  readonly key: string
  /** Above 0 when the taker bought, below 0 when it sold. */
  readonly value: number
  /** The trade's. */
  readonly eventTime: number
}

/**
 * A trade with a price and quantity of any type, as on a market with a `numeric` other than
 * `Number`.
 */
export type AnyFlowTrade = Pick<Trade, 'symbol' | 'isBuyerMaker' | 'eventTime'>

/** A trade or an aggregate trade. */
export type FlowTrade = AnyFlowTrade & Pick<Trade, 'price' | 'quantity'>

/** The unit of the flow, and how trades are read. */
export interface TradeFlowOptions<T = never> {
  /** `'base'`: in the base asset. `'quote'`: in the quote asset. @default 'base' */
  readonly unit?: 'base' | 'quote' | undefined
  /** The price of a trade. @default its `price` */
  readonly price?: ((trade: T) => number) | undefined
  /** The quantity of a trade, in the base asset. @default its `quantity` */
  readonly quantity?: ((trade: T) => number) | undefined
}

/** Options for trades with prices and quantities that are not numbers. */
export interface AnyTradeFlowOptions<T> extends TradeFlowOptions<T> {
  readonly price: (trade: T) => number
  readonly quantity: (trade: T) => number
}

/**
 * Emits the volume of each trade, positive when the taker bought and negative when it sold, with
 * the symbol as the key.
 *
 * Its running sum is the cumulative volume delta of traders; its sum over a window is the pressure
 * of that window. Takes `trade$` and `aggTrade$`, with the same sums for both. A value in the quote
 * asset is the product of the decimals, so that {@link sum} adds up the exchange's quote volume.
 * Completes and errors with its source. Throws `INVALID_OPTION` for an unknown unit or option.
 *
 * Gotcha: `isBuyerMaker` means that the buyer's order was resting, so `true` is a sale by the
 * taker.
 *
 * ![Marble diagram](../../docs/diagrams/trade-flow.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, sum, tradeFlow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(
 *     tradeFlow({ unit: 'quote' }),
 *     movingWindow(
 *       { span: 60_000, by: flow => flow.key, time: 'event' },
 *       sum(flow => flow.value),
 *     ),
 *   )
 *   .subscribe(({ key, value }) =>
 *     console.log(`${key}: takers bought ${value} more than they sold in the last minute`),
 *   )
 * ```
 *
 * @param options the unit, and selectors for prices and quantities that are not numbers
 * @return A function that returns an Observable of the signed volumes.
 */
export function tradeFlow<T extends AnyFlowTrade>(
  options: AnyTradeFlowOptions<T>,
): OperatorFunction<T, TradeFlow>
/** Emits the signed quantity of each trade, from trades with numbers. */
export function tradeFlow<T extends FlowTrade>(options?: TradeFlowOptions<T>): OperatorFunction<T, TradeFlow>
export function tradeFlow<T extends AnyFlowTrade>(
  options: TradeFlowOptions<T> = {},
): OperatorFunction<T, TradeFlow> {
  checkOperatorOptions('tradeFlow', options, ['unit', 'price', 'quantity'])
  const { unit = 'base', price = priceOf, quantity = quantityOf } = options
  checkOneOf('unit', unit, ['base', 'quote'])
  checkOptionalSelector('tradeFlow', 'price', options.price)
  checkOptionalSelector('tradeFlow', 'quantity', options.quantity, undefined, 'quantity')
  return source =>
    defer(() => {
      const decimal = new DecimalMath()
      return source.pipe(
        map(trade => {
          const { symbol, isBuyerMaker, eventTime } = trade
          const volume = unit === 'base' ? quantity(trade) : decimal.product(price(trade), quantity(trade))
          return { key: symbol, value: isBuyerMaker ? -volume : volume, eventTime }
        }),
      )
    })
}
