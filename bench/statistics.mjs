/** The statistics that are reported. */

/** The value below which the share `q` lies; between two values, on the line that joins them. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return below + (above - below) * (at % 1)
}

export const median = values => quantile(values, 0.5)

/** Each value relative to the value of the same round. */
export const ratios = (values, bases) => values.map((value, round) => value / bases[round])
