/** The order of states, of which only the newest counts: what was missed is a span of time. */
import { GAP, LATE, NEXT, type Order, REPEATED, RESET, type SequenceRule } from './rule.js'

export type StateFields<E> = (
  | {
      /** What numbers the states, with holes. */
      readonly id: (event: E) => number
    }
  | {
      /** The exchange's clock, where states have no number. */
      readonly time: (event: E) => number
    }
) & {
  /** Whether two states that follow each other may have the same number or time. @default false */
  readonly allowsEqual?: boolean
}

/** A state as new as the last one proves that an interruption has cost nothing. */
export function stateRule<E>(fields: StateFields<E>): SequenceRule<E> {
  const { allowsEqual = false } = fields
  const position = 'id' in fields ? fields.id : fields.time
  const orderOf = (previous: E, event: E, isNewSession: boolean): Order => {
    const difference = position(event) - position(previous)
    // A list without elements has no time.
    if (Number.isNaN(difference)) return NEXT
    if (difference === 0) return allowsEqual ? NEXT : REPEATED
    if (difference > 0) return isNewSession ? GAP : NEXT
    return isNewSession ? RESET : LATE
  }
  return {
    follows: (previous, event) => position(event) > position(previous),
    orderOf,
    ...('id' in fields && { idsOf: event => ({ first: position(event), last: position(event) }) }),
  }
}
