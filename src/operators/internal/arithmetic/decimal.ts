/**
 * Returns the decimal that a double represents. Exchanges send decimals and `Number` returns the
 * nearest double, so 0.1 + 0.2 is not 0.3. A decimal of at most 15 significant digits can be
 * recovered from its double, always and uniquely (IEEE 754; DBL_DIG in C), so sums are computed on
 * integers: 0.1 is 1 at one place.
 *
 * A double counts as a decimal when it has at most 15 significant digits and 8 places, or at most
 * 12 digits and 15 places. This covers every price and quantity of the exchange (8 places,
 * quantities below 10 million at all of them) and most computed from them. It matches hardly any
 * computed double that is no short decimal: one in nine of those between 0.1 and 1 has 15 digits.
 * Other doubles represent their own exact value.
 */

/**
 * Decimals of up to 8 places have integers below this: 15 digits. Scaling such a double errs by
 * less than 1/4.
 */
export const MAX_UNITS = 1e15

/** Decimals of more places have integers below this. */
const MAX_FINE_UNITS = 1e12

/** Up to here a decimal may have 15 digits. */
const COMMON_PLACES = 8

/** Below this a decimal may have all of {@link COMMON_PLACES}. */
const COMMON_LIMIT = 1e7

/** Below this a decimal may have more than {@link COMMON_PLACES}. */
const FINE_LIMIT = 1e3

/**
 * The maximum difference of a decimal's double times a power of ten from an integer, relative to
 * it: two roundings, and a margin.
 */
const MAX_SCALING_ERROR = 2 ** -51

/** The most decimal places that are looked for. */
const MAX_PLACES = 15

/** 10 ** 22 is the largest power of ten that is a double. */
export const EXACT_PLACES = 22

const POWERS: readonly number[] = Array.from({ length: EXACT_PLACES + 1 }, (_, n) => Number(`1e${n}`))

/** The exclusive limit of a decimal with that many places and at most 12 digits. */
const FINE_LIMITS: readonly number[] = Array.from({ length: MAX_PLACES + 1 }, (_, n) => Number(`1e${12 - n}`))

/** 10 ** `places`, exact up to {@link EXACT_PLACES}. */
export const powerOfTen = (places: number): number => POWERS[places] ?? Number(`1e${places}`)

/** The exclusive limit of a decimal's integer with that many places. */
export const maxUnits = (places: number): number => (places > COMMON_PLACES ? MAX_FINE_UNITS : MAX_UNITS)

/**
 * Whether `x` is a decimal in units of 1 / `power`, with an integer below `limit`.
 *
 * The division is rounded once, as `Number` rounds the text of a decimal: equal doubles mean equal
 * decimals.
 */
export function isDecimalAt(x: number, power: number, limit: number): boolean {
  const units = Math.round(x * power)
  return units / power === x && units < limit && units > -limit
}

/**
 * Whether `units`, which are no decimal of `places` places, cannot be one of more places either. A
 * decimal of few places also has more, and these are as many as its digits allow.
 */
export function isNoDecimal(units: number, places: number): boolean {
  const size = Math.abs(units)
  if (!(size < maxUnits(places))) return false
  return size > (places < COMMON_PLACES ? MAX_UNITS : MAX_FINE_UNITS) / 10 || places >= MAX_PLACES
}

/** The places of the decimal that `x` represents, from 0 to 15; -1 when it represents none. */
export function placesOf(x: number): number {
  const size = Math.abs(x)
  if (!(size < MAX_UNITS)) return -1
  let most = COMMON_PLACES
  while (size >= COMMON_LIMIT && size * powerOfTen(most) >= MAX_UNITS) most--
  if (isDecimalOf(size, powerOfTen(most), MAX_UNITS)) return minPlaces(x, 0, most)
  if (size >= FINE_LIMIT) return -1
  most = MAX_PLACES
  while (size >= (FINE_LIMITS[most] ?? 0)) most--
  return isDecimalOf(size, powerOfTen(most), MAX_FINE_UNITS) ? minPlaces(x, COMMON_PLACES + 1, most) : -1
}

/**
 * {@link isDecimalAt} of what is 0 or above, and probably is none: without the division where the
 * product is far from an integer.
 */
function isDecimalOf(size: number, power: number, limit: number): boolean {
  const scaled = size * power
  const units = Math.round(scaled)
  return Math.abs(scaled - units) <= scaled * MAX_SCALING_ERROR && units / power === size && units < limit
}

function minPlaces(x: number, from: number, most: number): number {
  let places = from
  while (places < most && !isDecimalAt(x, powerOfTen(places), MAX_UNITS)) places++
  return places
}
