/** The largest number of a window that slides: what `min` and `max` are made of. */
import type { BufferedAccumulator } from './aggregate.js'
import { ringOfNumbers } from './ring.js'

/**
 * The largest `f`, by a monotonic deque: it keeps the largest, the largest of those that came after
 * it, and so on. The others leave before a larger one does, so they are never needed. A NaN counts
 * as larger than anything, so that it is seen.
 */
export function largest<T>(f: (event: T) => number): BufferedAccumulator<T, number> {
  const values = ringOfNumbers()
  const positions = ringOfNumbers()
  let added = 0
  let removed = 0
  return {
    remembers: true,
    add: event => {
      const value = f(event)
      for (let last = values.last(); last !== undefined && !outlasts(last, value); last = values.last()) {
        values.pop()
        positions.pop()
      }
      values.push(value)
      positions.push(added++)
    },
    remove: () => {
      if (positions.first() === removed++) {
        values.shift()
        positions.shift()
      }
    },
    value: () => values.first() ?? NaN,
  }
}

/** The same for a window from which nothing leaves, where the largest is all there is to keep. */
export function largestSoFar<T>(f: (event: T) => number): BufferedAccumulator<T, number> {
  let best = -Infinity
  return {
    remembers: true,
    add: event => {
      const value = f(event)
      if (!outlasts(best, value)) best = value
    },
    remove: () => undefined,
    value: () => best,
  }
}

/** Whether `older` may still become the largest after the newer `value`. */
function outlasts(older: number, value: number): boolean {
  return older > value || (older !== older && value === value)
}
