import fc from 'fast-check'
import { sum } from '../../../src/operators/index.js'
import { exactSum } from '../internal/arithmetic/exact.js'
import { self, steps } from './steps.js'

describe('sum', () => {
  it('is restored when a number that hid others leaves', () => {
    expect(steps(sum(self), 1e16, 0.001, null)).toEqual([1e16, 1e16, 0.001])
    expect(steps(sum(self), 1e300, 0.001, 1e-300, null, null)).toEqual([1e300, 1e300, 1e300, 0.001, 1e-300])
  })

  it('is the exact sum of doubles, rounded once', () => {
    const number = fc.double({ min: -1e300, max: 1e300, noNaN: true })
    fc.assert(
      fc.property(fc.array(number), fc.nat(20), (numbers, size) => {
        const state = sum(self).create()
        numbers.forEach((n, index) => {
          state.add(n)
          const left = numbers[index - size]
          if (index >= size && left !== undefined) state.remove(left)
          // Adding 0 makes a 0 of a -0.
          expect(state.value() + 0).toBe(
            exactSum(numbers.slice(Math.max(0, index + 1 - size), index + 1)) + 0,
          )
        })
      }),
    )
  })

  it('does not drift over many events of any size', () => {
    const WINDOW = 1_000
    const sizes = [1e16, 60_000, 0.001, -1e16, 1e-9, 1]
    // A generator by Lehmer (Park and Miller, 1988), so that no event need be kept.
    let seed = 1
    const numbers = Array.from({ length: 20_000 }, (_, index) => {
      seed = (seed * 48_271) % 2_147_483_647
      return (seed / 2_147_483_647) * (sizes[index % sizes.length] ?? 1)
    })
    const state = sum(self).create()
    let naive = 0
    numbers.forEach((n, index) => {
      state.add(n)
      naive += n
      const left = numbers[index - WINDOW]
      if (left === undefined) return
      state.remove(left)
      naive -= left
    })
    const window = numbers.slice(-WINDOW)
    expect(state.value()).toBe(exactSum(window))
    expect(Math.abs(naive - exactSum(window))).toBeGreaterThan(1)
  })

  it("is plain addition's NaN or infinity while they stay", () => {
    expect(steps(sum(self), NaN, 1, null)).toEqual([NaN, NaN, 1])
    expect(steps(sum(self), Infinity, -Infinity, 1, null, null)).toEqual([Infinity, NaN, NaN, -Infinity, 1])
  })
})
