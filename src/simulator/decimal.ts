/** Integers inside, fixed decimals on the wire: every price and quantity is a whole count of 0.00000001. */

/** How many of the smallest units make one: the exchange writes eight decimals. */
export const UNITS = 100_000_000

/**
 * A count of steps as the exchange writes it: `123` is `0.00000123`, and `123` steps of 100 are `0.00012300`.
 * @param step in units of 0.00000001
 */
export function decimal(count: number, step = 1): string {
  const units = count * step
  const size = Math.abs(units)
  // A day's quantity of a cheap symbol is more units than a number counts.
  if (size > Number.MAX_SAFE_INTEGER) return written(BigInt(count) * BigInt(step))
  const whole = Math.floor(size / UNITS)
  // The one in front keeps the leading zeros, at less than the cost of padding.
  return `${units < 0 ? '-' : ''}${whole}.${String(UNITS + size - whole * UNITS).slice(1)}`
}

/**
 * Ticks times lots as a decimal, rounded down to eight places.
 * The sum is exact up to 2^53 tick-lots; a sum beyond that (months of BTCUSDT) has lost its last digits.
 */
export function notional(tickLots: number, tick: number, lot: number): string {
  return written((BigInt(Math.round(tickLots)) * BigInt(tick) * BigInt(lot)) / BigInt(UNITS))
}

/** @param units not below 0 */
function written(units: bigint): string {
  return `${units / BigInt(UNITS)}.${String(units % BigInt(UNITS)).padStart(8, '0')}`
}
