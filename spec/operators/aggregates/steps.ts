/** Runs an aggregate step by step. */
import type { Aggregate } from '../../../src/operators/index.js'

export const self = (n: number): number => n

/** The value after each step: a number enters, `null` makes the oldest leave. */
export function steps<R>(aggregate: Aggregate<number, R>, ...moves: (number | null)[]): R[] {
  const state = aggregate.create()
  const inside: number[] = []
  return moves.map(move => {
    if (move === null) state.remove(inside.shift() ?? NaN)
    else {
      inside.push(move)
      state.add(move)
    }
    return state.value()
  })
}
