/** Finds the name that was probably meant. */

/**
 * The one of `names` that is most like `name`: in another case, a part of it, or with a few typing
 * mistakes. `undefined` where none is close.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const given = plain(name.slice(0, 64))
  let best: string | undefined
  let bestDistance = Infinity
  for (const candidate of names) {
    const known = plain(candidate)
    const distance =
      given !== known && isPartOf(known, given)
        ? 1
        : Math.min(editDistance(given, known), prefixDistance(given, known))
    const allowed = Math.max(1, Math.floor(Math.max(given.length, known.length) / 3))
    if (distance <= allowed && distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** `max_delay` is spelt like `maxDelay`. */
const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '')

/** `interval` for `heartbeatInterval`, `connections` for `maxConnections`. */
const isPartOf = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 && (a.includes(b) || b.includes(a))

/**
 * `conections` for `connectionsPer5Minutes`: a few typing mistakes in a long enough beginning of
 * the name.
 */
function prefixDistance(given: string, known: string): number {
  const distance = editDistances(given, known).reduce((min, each) => Math.min(min, each))
  return given.length >= 6 && distance <= given.length / 5 ? distance + 1 : Infinity
}

const editDistance = (a: string, b: string): number => editDistances(a, b)[b.length] as number

/**
 * Insertions, deletions, replacements and swaps of neighbours that make each prefix of `b` of `a`
 * (optimal string alignment).
 */
function editDistances(a: string, b: string): readonly number[] {
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
  return last
}
