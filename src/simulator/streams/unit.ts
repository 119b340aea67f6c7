/** The unit of times on the wire. */

/** The number of units in a millisecond: 1, or 1,000 with `timeUnit=MICROSECOND`. */
export type Unit = 1 | 1000

/** The last moment of the millisecond `time`: in microseconds there are a thousand of them. */
export function lastMomentOf(time: number, unit: Unit): number {
  return (time + 1) * unit - 1
}
