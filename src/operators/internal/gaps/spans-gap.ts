/** Marks the values of moving windows that hold events from both sides of a gap. */
import type { Accumulator, Aggregate } from '../aggregate.js'

/** The value of a window, and whether events are missing within it. */
export interface MarkedValue<R> {
  readonly value: R
  readonly spansGap: boolean
}

/** Events of one stretch without a gap. */
interface Stretch {
  readonly number: number
  count: number
}

/** Counts the gaps of each key, and marks values by them. */
export class GapMarker {
  readonly #counts = new Map<unknown, { gaps: number }>()
  #current: { gaps: number } = { gaps: 0 }

  /** The next event, and what is created for it, is of `key`. */
  select(key: unknown): void {
    let count = this.#counts.get(key)
    if (count === undefined) this.#counts.set(key, (count = { gaps: 0 }))
    this.#current = count
  }

  /** Events of `key` are missing. */
  interrupt(key: unknown): void {
    const count = this.#counts.get(key)
    if (count !== undefined) count.gaps++
  }

  interruptAll(): void {
    for (const count of this.#counts.values()) count.gaps++
  }

  /** An aggregate with the same values, marked. */
  marked<T, R>(aggregate: Aggregate<T, R>): Aggregate<T, MarkedValue<R>> {
    return { create: growOnly => mark(aggregate.create(growOnly), this.#current) }
  }
}

function mark<T, R>(
  inner: Accumulator<T, R>,
  count: { readonly gaps: number },
): Accumulator<T, MarkedValue<R>> {
  /** The oldest first. */
  const stretches: Stretch[] = []
  const add = (event: T): void => {
    const last = stretches.at(-1)
    if (last?.number === count.gaps) last.count++
    else stretches.push({ number: count.gaps, count: 1 })
    inner.add(event)
  }
  const removed = (): void => {
    const [first] = stretches
    if (first !== undefined && --first.count === 0) stretches.shift()
  }
  const value = (): MarkedValue<R> => ({ value: inner.value(), spansGap: stretches.length > 1 })
  if (inner.remembers === true) {
    const remove = (): void => {
      removed()
      inner.remove()
    }
    return { remembers: true, add, remove, value }
  }
  const remove = (event: T): void => {
    removed()
    inner.remove(event)
  }
  return { add, remove, value }
}
