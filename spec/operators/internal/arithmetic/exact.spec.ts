import fc from 'fast-check'
import { ExactSum } from '../../../../src/operators/internal/arithmetic/exact-sum.js'
import { runs } from '../../../runs.js'
import { binary, nearest } from './exact.js'

describe('the reference for sums', () => {
  it('rounds to the nearest double, ties to the even one', () => {
    expect(nearest(1n, 3n)).toBe(1 / 3)
    expect(nearest(-1n, 10n)).toBe(-0.1)
    expect(nearest(2n ** 53n + 1n, 1n)).toBe(2 ** 53)
    expect(nearest(2n ** 53n + 3n, 1n)).toBe(2 ** 53 + 4)
    expect(nearest(3n, 2n ** 1075n)).toBe(1e-323)
  })

  it('decides by the last of a thousand bits', () => {
    const half = (2n ** 53n + 1n) << 947n
    expect(nearest(half, 1n)).toBe(2 ** 1000)
    expect(nearest(half + 1n, 1n)).toBe(2 ** 1000 * (1 + Number.EPSILON))
    expect(nearest(half - 1n, 1n)).toBe(2 ** 1000)
  })
})

describe('an exact sum', () => {
  const SIZES = [1e-250, 1e-30, 1, 1e5, 2 ** 53, 1e30, 1e250, 2 ** 961]
  const number = fc
    .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(...SIZES))
    .map(([part, size]) => part * size)
  const factor = fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter(x => x === 0 || Math.abs(x) > 1e-90)
  const step = fc.oneof(
    fc.record({ a: number }),
    fc.record({ a: factor, b: factor }),
    fc.record({ leaves: fc.nat() }),
  )

  it('equals the exact sum, rounded once, at every step', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const sum = new ExactSum()
        const items: { a: number; b?: number }[] = []
        // In units of 2 ** -2148, of which every product of two doubles is a multiple.
        const unitsOf = ({ a, b }: { a: number; b?: number }): bigint =>
          b === undefined ? binary(a) << 1074n : binary(a) * binary(b)
        let units = 0n
        for (const each of steps) {
          if ('a' in each) {
            items.push(each)
            units += unitsOf(each)
            if ('b' in each) sum.addProduct(each.a, each.b)
            else sum.add(each.a)
          } else {
            const [item] = items.splice(each.leaves % (items.length || 1), 1)
            if (item === undefined) continue
            units -= unitsOf(item)
            if (item.b === undefined) sum.remove(item.a)
            else sum.removeProduct(item.a, item.b)
          }
          expect(sum.value() + 0).toBe(nearest(units, 1n << 2148n))
          expect(sum.isZero).toBe(units === 0n)
          const [high, low] = sum.pair()
          if (Number.isNaN(high)) continue
          const error = ((binary(high) + binary(low)) << 1074n) - units
          const size = units < 0n ? -units : units
          expect((error < 0n ? -error : error) << 96n).toBeLessThanOrEqual(size + (1n << 1170n))
        }
      }),
      { numRuns: runs(100, 5_000) },
    )
  })
})
