/** A set of trade ids, as ranges, in bounded memory. */

/**
 * Ranges that are kept. Ids come without gaps, so there is one range, and one more for each gap.
 */
const MAX_RANGES = 256

/**
 * `'new'`: none of the ids was known. `'known'`: all of them were. `'unclear'`: some were, or they
 * are so old that their ranges are no longer kept.
 */
export type Novelty = 'new' | 'known' | 'unclear'

/**
 * The ids that have been added. Adding costs O(1) for ids in ascending order, and O(log n) for
 * others.
 */
export class IdRanges {
  // Sorted, inclusive, and never adjacent: range n is from #firsts[n] to #lasts[n].
  #firsts: number[] = []
  #lasts: number[] = []
  /** Ids below are no longer known. */
  #floor = -Infinity

  /** Adds the ids from `first` to `last`, if all of them are new. */
  add(first: number, last: number): Novelty {
    const newest = this.#lasts.length - 1
    const end = this.#lasts[newest]
    if (end !== undefined && first === end + 1) {
      this.#lasts[newest] = last
      return 'new'
    }
    if (first < this.#floor) return 'unclear'
    if (end === undefined || first > end) {
      this.#insert(newest + 1, first, last)
      return 'new'
    }
    const index = this.#rangeAfter(first)
    const [nextFirst, nextLast] = [this.#firsts[index] ?? Infinity, this.#lasts[index] ?? Infinity]
    if (nextFirst <= first && last <= nextLast) return 'known'
    if (nextFirst <= last) return 'unclear'
    const isAfterRange = this.#lasts[index - 1] === first - 1
    if (nextFirst === last + 1) {
      this.#firsts[index] = isAfterRange ? (this.#firsts[index - 1] ?? first) : first
      if (isAfterRange) this.#delete(index - 1, 1)
    } else if (isAfterRange) this.#lasts[index - 1] = last
    else this.#insert(index, first, last)
    return 'new'
  }

  /** The largest id; NaN while there is none. */
  get end(): number {
    return this.#lasts.at(-1) ?? NaN
  }

  /** Adds the ids up to `end`, which follow on the largest. */
  extend(end: number): void {
    if (this.#lasts.length > 0) this.#lasts[this.#lasts.length - 1] = end
  }

  clear(): void {
    this.#firsts = []
    this.#lasts = []
    this.#floor = -Infinity
  }

  /** The index of the first range that ends at `id` or after it. */
  #rangeAfter(id: number): number {
    let low = 0
    let high = this.#lasts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#lasts[middle] ?? Infinity) < id) low = middle + 1
      else high = middle
    }
    return low
  }

  #insert(index: number, first: number, last: number): void {
    this.#firsts.splice(index, 0, first)
    this.#lasts.splice(index, 0, last)
    if (this.#firsts.length <= MAX_RANGES) return
    // Half of them at once, so that it costs little for each.
    const half = MAX_RANGES / 2
    this.#floor = (this.#lasts[half - 1] ?? -Infinity) + 1
    this.#delete(0, half)
  }

  #delete(index: number, count: number): void {
    this.#firsts.splice(index, count)
    this.#lasts.splice(index, count)
  }
}
