/** The rule of states, of which only the newest counts: a gap is a span of time. */
import { GAP, LATE, NEXT, type Order, REPEATED, RESET, type SequenceRule } from './rule.js'

export interface NumberedStates<E> {
  /** The id of a state; ids have holes. */
  readonly id: (event: E) => number
  /** Whether an unchanged state is sent again. @default false */
  readonly allowsEqual?: boolean
}

export interface TimedStates<E> {
  /** The exchange's clock, where states have no id. Two states may have the same time. */
  readonly time: (event: E) => number
}

/** Milliseconds. States without ids are sent every second or two, and none is delivered so late. */
const MAX_LATENESS = 10_000

/** Greater times are epoch microseconds: in milliseconds they are beyond the year 5000. */
const MIN_MICROSECONDS = 1e14

/** A state as new as the last one proves that an interruption has cost nothing. */
export function stateRule<E>(states: NumberedStates<E> | TimedStates<E>): SequenceRule<E> {
  return 'id' in states ? numbered(states) : timed(states)
}

function numbered<E>({ id, allowsEqual = false }: NumberedStates<E>): SequenceRule<E> {
  return {
    markOf: id,
    advance(mark, event) {
      const next = id(event)
      return next > mark ? next : NaN
    },
    orderOf(previous, event, isNewSession): Order {
      const difference = id(event) - id(previous)
      if (difference > 0) return isNewSession ? GAP : NEXT
      if (difference === 0) return allowsEqual ? NEXT : REPEATED
      return isNewSession ? RESET : LATE
    },
    idsOf: event => ({ first: id(event), last: id(event) }),
    ...(allowsEqual
      ? { isSame: (a, b) => id(a) === id(b) }
      : { advanceIds: (mark, ids) => (ids.last > mark ? ids.last : NaN) }),
  }
}

function timed<E>({ time }: TimedStates<E>): SequenceRule<E> {
  return {
    markOf: time,
    advance(mark, event) {
      const next = time(event)
      return next >= mark ? next : NaN
    },
    orderOf(previous, event, isNewSession): Order {
      const difference = time(event) - time(previous)
      if (difference > 0) return isNewSession ? GAP : NEXT
      // A list without tickers has no time.
      if (difference === 0 || Number.isNaN(difference)) return NEXT
      const unit = time(event) < MIN_MICROSECONDS ? 1 : 1_000
      // The exchange's clock was set back where a state is too old to be late.
      return isNewSession || -difference > MAX_LATENESS * unit ? RESET : LATE
    },
    isSame: (a, b) => Object.is(time(a), time(b)),
  }
}
