/** Integers inside, fixed decimals on the wire: every price and quantity is a whole count of 0.00000001. */

/** How many of the smallest units make one: the exchange writes eight decimals. */
export const UNITS = 100_000_000

/** A count of 0.00000001 as the exchange writes it: `123` is `0.00000123`. */
export function decimal(units: number): string {
  const size = Math.abs(units)
  const whole = Math.floor(size / UNITS)
  // The one in front keeps the leading zeros, at less than the cost of padding.
  return `${units < 0 ? '-' : ''}${whole}.${String(UNITS + size - whole * UNITS).slice(1)}`
}

/**
 * Ticks times lots as a decimal, rounded down to eight places.
 * The sum is exact up to 2^53 tick-lots; a sum beyond that (months of BTCUSDT) has lost its last digits.
 */
export function notional(tickLots: number, tick: number, lot: number): string {
  const units = (BigInt(Math.round(tickLots)) * BigInt(tick) * BigInt(lot)) / BigInt(UNITS)
  return `${units / BigInt(UNITS)}.${String(units % BigInt(UNITS)).padStart(8, '0')}`
}
