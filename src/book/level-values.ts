/** Compares and converts the prices and quantities of a feed for a book. */
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import { printValue } from '../validation/print-value.js'
import type { LevelValues } from './order-book.js'

/**
 * The values of a feed with decimals of type `N`. They are stored as received and compared as
 * doubles, in the scale in which `numeric` makes 1: a `bigint` of 10^-8 units is compared, and
 * counted in derived figures, in whole units. Without `numeric` they are doubles.
 */
export function levelValues<N>(numeric: ((text: string) => N) | undefined): LevelValues<N> {
  if (numeric === undefined || (numeric as unknown) === Number) {
    return { areDoubles: true, zero: 0 as N, toDouble: value => value as number }
  }
  // As the exchange writes them: `numeric` may count the digits.
  const one = numeric('1.00000000')
  const scale = Number(one)
  if (!(scale > 0 && scale < Infinity)) {
    throw new InvalidOptionError(
      'numeric',
      `makes ${printValue(one)} of '1.00000000': book$ needs values that Number() turns into numbers`,
    )
  }
  return { areDoubles: false, zero: numeric('0.00000000'), toDouble: value => Number(value) / scale }
}
