/**
 * A clock that two processes of one machine share, to the microsecond, as thirteen digits: the
 * length of the exchange's own times.
 */

const BASE = 1_000_000_000_000

/** Microseconds of CLOCK_MONOTONIC. */
export function now() {
  const [seconds, nanoseconds] = process.hrtime()
  return BASE + seconds * 1e6 + Math.floor(nanoseconds / 1e3)
}
