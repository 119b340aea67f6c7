/** The time of a list of tickers. */

/** The latest event time; `NaN` of an empty list. */
export function latestTime(tickers: readonly { readonly eventTime: number }[]): number {
  if (tickers.length === 0) return NaN
  let latest = -Infinity
  // An index, as this runs for each frame.
  for (let i = 0; i < tickers.length; i++)
    latest = Math.max(latest, (tickers[i] as { eventTime: number }).eventTime)
  return latest
}
