/** Finds the name that was probably meant. */

/**
 * The one of `names` that is most like `name`: in another case, a part of it, or with a few typing
 * mistakes. `undefined` where none is close.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const given = name.slice(0, 64).toLowerCase()
  let best: string | undefined
  let bestDistance = Infinity
  for (const candidate of names) {
    const known = candidate.toLowerCase()
    const distance = isPartOf(known, given) ? 1 : editDistance(given, known)
    const allowed = Math.max(1, Math.floor(Math.max(given.length, known.length) / 3))
    if (distance <= allowed && distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** `interval` for `heartbeatInterval`, `connections` for `maxConnections`. */
const isPartOf = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 && (a.includes(b) || b.includes(a))

/** Insertions, deletions, replacements and swaps of neighbours that make `b` of `a` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(replaced, (last[j] as number) + 1, (row[j - 1] as number) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] as number) + 1)
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] as number
}
