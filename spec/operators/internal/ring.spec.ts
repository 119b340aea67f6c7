import fc from 'fast-check'
import { ringOfNumbers } from '../../../src/operators/internal/ring.js'

describe('Ring', () => {
  it('behaves as a list with two ends', () => {
    const move = fc.oneof(
      { weight: 3, arbitrary: fc.nat() },
      { weight: 1, arbitrary: fc.constantFrom('shift' as const, 'pop' as const) },
      { weight: 1, arbitrary: fc.constant('empty' as const) },
    )
    fc.assert(
      fc.property(fc.array(move, { maxLength: 300 }), moves => {
        const ring = ringOfNumbers()
        const list: number[] = []
        for (const each of moves) {
          if (typeof each === 'number') {
            ring.push(each)
            list.push(each)
          } else if (each === 'empty') while (list.length > 0) expect(ring.shift()).toBe(list.shift())
          else expect(ring[each]()).toBe(list[each]())
          expect([ring.size, ring.first(), ring.last()]).toEqual([list.length, list[0], list.at(-1)])
        }
      }),
    )
  })
})
