/** The few statistics that are told. */

/** The value below which the share `q` lies. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN
}

export const median = values => quantile(values, 0.5)

/** Round by round, each value beside that of the same round. */
export const ratios = (values, bases) => values.map((value, round) => value / bases[round])
