import { variance } from '../../../src/operators/index.js'
import { self, steps } from './steps.js'

describe('variance', () => {
  it('is that of the population or of a sample', () => {
    expect(steps(variance(self), 2, 4, 9)).toEqual([0, 1, 26 / 3])
    expect(steps(variance(self, { sample: true }), 2, 4, 9)).toEqual([NaN, 2, 13])
  })

  it('is precise for a price far above its own movement', () => {
    expect(steps(variance(self), 1e9 + 1, 1e9 + 2, 1e9 + 3).at(-1)).toBeCloseTo(2 / 3, 15)
    expect(steps(variance(self), 1e16, 0.001, 0.003, null).at(-1)).toBeCloseTo(1e-6, 20)
  })

  it('recovers when a number with an infinite square leaves', () => {
    expect(steps(variance(self), 1e200, 1, 3, null)).toEqual([NaN, NaN, NaN, 1])
    expect(steps(variance(self), NaN, 1, 3, null)).toEqual([NaN, NaN, NaN, 1])
  })
})
