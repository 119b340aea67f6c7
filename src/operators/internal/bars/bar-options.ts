/** Options of the operators that make bars of trades. */
import { checkOnGap, type OnGapOption } from '../gaps/on-gap.js'
import { checkCallback, checkOperatorOptions, checkOptionalSelector } from '../check-arguments.js'

/** Selectors for trades, and a callback for those that belong to no bar. */
export interface BarOptions<T> extends OnGapOption {
  /** The price of a trade. @default its `price` */
  readonly price?: ((trade: T) => number) | undefined
  /** The quantity of a trade, in the base asset. @default its `quantity` */
  readonly quantity?: ((trade: T) => number) | undefined
  /**
   * Called with each trade that is in no bar because it came too late, or because it is not clear
   * whether it has been counted; `trade => late$.next(trade)` makes a stream of them.
   */
  readonly onLate?: ((trade: T) => void) | undefined
}

/** Options for trades with prices and quantities that are not numbers. */
export type AnyBarOptions<T> = BarOptions<T> & {
  readonly price: (trade: T) => number
  readonly quantity: (trade: T) => number
}

export function checkBarOptions(operator: string, options: unknown, more: readonly string[] = []): void {
  checkOperatorOptions(operator, options, ['price', 'quantity', 'onLate', 'onGap', ...more])
  const { price, quantity, onLate, onGap } = options as BarOptions<unknown>
  checkOnGap(onGap)
  checkOptionalSelector(operator, 'price', price)
  checkOptionalSelector(operator, 'quantity', quantity, undefined, 'quantity')
  checkCallback(operator, 'onLate', onLate)
}

export const priceOf = (trade: unknown): number => (trade as { readonly price: number }).price

export const quantityOf = (trade: unknown): number => (trade as { readonly quantity: number }).quantity
