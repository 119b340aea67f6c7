/**
 * Every stream on two connections, each event once, by the order of arrival. Counts how many each
 * of the connections had first.
 */
import { nameOf, open } from './peek.mjs'

export function connect({ url, channels, seen }) {
  const firsts = [0, 0]
  /** By stream: how many frames each connection is ahead of the other. */
  const counts = new Map()
  firsts.forEach((_, index) =>
    open(url, channels, buffer => {
      const name = nameOf(buffer)
      let count = counts.get(name)
      if (count === undefined) counts.set(name, (count = [0, 0]))
      // Both carry the same frames in the same order.
      if (++count[index] <= count[1 - index]) return
      firsts[index]++
      seen(name, index)
    }),
  )
  return { firsts }
}
