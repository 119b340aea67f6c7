/**
 * The rule of logs, with events numbered without holes: each id once and in order, so that missing
 * ids are known exactly.
 */
import { LATE, NEXT, type Order, REPEATED, RESET, type SequenceRule } from './rule.js'

export interface LogFields<E> {
  /** The first id of an event. */
  readonly first: (event: E) => number
  /**
   * The last id of an event; the next event begins after it. The same function as `first` where an
   * event has one id.
   */
  readonly last: (event: E) => number
  /** The exchange's clock. */
  readonly time: (event: E) => number
  /** A second numbering: an apparent hole of the first is none if this one has no hole. */
  readonly proof?: { readonly first: (event: E) => number; readonly last: (event: E) => number }
}

/**
 * An event whose ids partly overlap with the last one is admitted: it has new ids. An event without
 * a new id is a duplicate, unless the ids have begun again: its time is then later, or its session
 * another.
 */
export function logRule<E>({ first, last, time, proof }: LogFields<E>): SequenceRule<E> {
  const orderOf = (previous: E, event: E, isNewSession: boolean): Order => {
    // One that ends before it begins has no ids.
    if (last(event) < first(event)) return LATE
    const lastId = last(previous)
    const missing = first(event) - lastId - 1
    if (missing > 0) {
      const isProved = proof !== undefined && proof.first(event) === proof.last(previous) + 1
      return isProved ? NEXT : { type: 'gap', missing }
    }
    if (last(event) > lastId) return NEXT
    if (last(event) === lastId) return REPEATED
    return isNewSession || time(event) > time(previous) ? RESET : LATE
  }
  return {
    markOf: event => last(event) + 1,
    advance:
      first === last
        ? (mark, event) => (first(event) === mark ? mark + 1 : NaN)
        : (mark, event) => following(mark, first(event), last(event)),
    advanceIds: (mark, ids) => following(mark, ids.first, ids.last),
    orderOf,
    idsOf: event => ({ first: first(event), last: last(event) }),
  }
}

/** The mark after the ids `first` to `last`, where they follow and there is one at least. */
const following = (mark: number, first: number, last: number): number =>
  first === mark && last >= first ? last + 1 : NaN
