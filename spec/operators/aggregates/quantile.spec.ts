import { quantile } from '../../../src/operators/index.js'
import { self, steps } from './steps.js'

describe('quantile', () => {
  it('lies between two values where it falls between them', () => {
    expect(steps(quantile(0.5, self), 1, 2, 10, null)).toEqual([1, 1.5, 2, 6])
  })

  it('recovers when a NaN leaves', () => {
    expect(steps(quantile(0.5, self), NaN, 1, 3, null)).toEqual([NaN, NaN, NaN, 2])
  })

  it('rejects an invalid part synchronously', () => {
    for (const q of [-0.1, 1.1, NaN]) expect(() => quantile(q, self)).toThrow('option q')
  })
})
