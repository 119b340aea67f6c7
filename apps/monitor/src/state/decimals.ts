/** Formats prices and percentages; prices keep the decimals of the exchange. */

/** The exchange's finest step is 0.00000001. */
const MAX_DECIMALS = 8

/** Returns how many decimals a price needs, 0 to 8. */
export function decimalsOf(price: number): number {
  const [, fraction = ''] = price.toFixed(MAX_DECIMALS).split('.')
  return fraction.replace(/0+$/, '').length
}

/** Placeholder for an unknown number. */
const UNKNOWN = '–'

/** Formats a price with the given number of decimals. */
export function formatPrice(price: number | undefined, decimals: number): string {
  return price === undefined ? UNKNOWN : price.toFixed(decimals)
}

/**
 * Formats a percentage with its sign, such as `+1.23%`. One that rounds to zero has none: `0.00%`.
 */
export function formatPercent(percent: number | undefined): string {
  if (percent === undefined) return UNKNOWN
  const sign = { up: '+', down: '-', flat: '' }[directionOf(percent)]
  return `${sign}${Math.abs(percent).toFixed(2)}%`
}

/**
 * Returns the direction of a percentage as {@link formatPercent} shows it. Marks and colours beside
 * a percentage depend on this, so that they never contradict its sign.
 */
export function directionOf(percent: number): 'up' | 'down' | 'flat' {
  const shown = Number(percent.toFixed(2))
  return shown > 0 ? 'up' : shown < 0 ? 'down' : 'flat'
}
