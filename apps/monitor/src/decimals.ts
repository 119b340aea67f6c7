/** Decimals: prices as the exchange writes them, from doubles. */

/** The exchange's finest step is 0.00000001. */
const FINEST = 8

/** How many decimals a price needs, 0 to 8. */
export function decimalsOf(price: number): number {
  const [, fraction = ''] = price.toFixed(FINEST).split('.')
  return fraction.replace(/0+$/, '').length
}

/** What stands for a number that is not known. */
const NONE = '–'

/** A price with so many decimals. */
export function formatPrice(price: number | undefined, decimals: number): string {
  return price === undefined ? NONE : price.toFixed(decimals)
}

/** `+1.23%`. */
export function formatPercent(percent: number | undefined): string {
  if (percent === undefined) return NONE
  const text = percent.toFixed(2)
  const isNegative = text.startsWith('-') && Number(text) !== 0
  return `${isNegative ? '' : '+'}${isNegative ? text : text.replace('-', '')}%`
}
