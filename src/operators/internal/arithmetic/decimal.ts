/**
 * Which decimal a double represents. Exchanges send decimals, `Number` makes of each the nearest double, and
 * 0.1 + 0.2 is then not 0.3. A decimal of at most 15 significant digits can be recovered from its double,
 * always and uniquely (IEEE 754; DBL_DIG in C), so sums are computed on integers: 0.1 is 1 at one place.
 *
 * A double counts as a decimal when it has at most 15 significant digits and at most 15 places. That covers
 * every price and quantity that the exchange sends (8 places, quantities below 10 million at all of them)
 * and most of what is computed from them. Other doubles stand for themselves, exactly.
 */

/** Decimals have integers below this: 15 digits. Scaling such a double errs by less than 1/4. */
export const MAX_UNITS = 1e15

/** The most decimal places that are looked for. */
export const MAX_PLACES = 15

/** 10 ** 22 is the largest power of ten that is a double. */
export const EXACT_PLACES = 22

const POWERS: readonly number[] = Array.from({ length: EXACT_PLACES + 1 }, (_, n) => Number(`1e${n}`))

/** 10 ** `places`, exact up to {@link EXACT_PLACES}. */
export const powerOfTen = (places: number): number => POWERS[places] ?? Number(`1e${places}`)

/**
 * `x` in units of 1 / `power`, or NaN when it is no decimal of so many places or has more than 15 digits.
 *
 * The division is rounded once, as `Number` rounds the text of a decimal: equal doubles mean equal decimals.
 */
export function toUnits(x: number, power: number): number {
  const units = Math.round(x * power)
  return units / power === x && units < MAX_UNITS && units > -MAX_UNITS ? units : NaN
}

/**
 * Whether `units`, which were not found to be a decimal of `places` places, show that there is none of more places
 * either: a decimal of few places is one of more places as well, and these are as many as 15 digits allow.
 */
export function isNoDecimal(units: number, places: number): boolean {
  const size = Math.abs(units)
  return size < MAX_UNITS && (size > MAX_UNITS / 10 || places >= MAX_PLACES)
}

/** The places of the decimal that `x` represents, from 0 to 15; -1 when it represents none. */
export function placesOf(x: number): number {
  const size = Math.abs(x)
  if (!(size < MAX_UNITS)) return -1
  let most = MAX_PLACES
  while (size * powerOfTen(most) >= MAX_UNITS) most--
  if (Number.isNaN(toUnits(x, powerOfTen(most)))) return -1
  let places = 0
  while (places < most && Number.isNaN(toUnits(x, powerOfTen(places)))) places++
  return places
}
