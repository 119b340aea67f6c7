/** Formats integers as decimals: every price and quantity is an integer count of 0.00000001. */

/** Units per 1: the exchange has eight decimals. */
export const UNITS = 100_000_000

/**
 * Formats a count of steps as the exchange does: `123` is `0.00000123`, and `123` steps of 100 are
 * `0.00012300`.
 * @param step in units of 0.00000001
 */
export function decimal(count: number, step = 1): string {
  const units = count * step
  const size = Math.abs(units)
  // A day's quantity of a cheap symbol exceeds the safe integers.
  if (size > Number.MAX_SAFE_INTEGER) return formatUnits(BigInt(count) * BigInt(step))
  const whole = Math.floor(size / UNITS)
  // Adding UNITS keeps the leading zeros, and costs less than padding.
  return `${units < 0 ? '-' : ''}${whole}.${String(UNITS + size - whole * UNITS).slice(1)}`
}

/**
 * Formats ticks times lots, rounded down to eight decimals. The product is exact up to 2^53
 * tick-lots; a sum beyond that (months of BTCUSDT) has lost its last digits.
 */
export function notional(tickLots: number, tick: number, lot: number): string {
  return formatUnits((BigInt(Math.round(tickLots)) * BigInt(tick) * BigInt(lot)) / BigInt(UNITS))
}

/** @param units not below 0 */
function formatUnits(units: bigint): string {
  return `${units / BigInt(UNITS)}.${String(units % BigInt(UNITS)).padStart(8, '0')}`
}
