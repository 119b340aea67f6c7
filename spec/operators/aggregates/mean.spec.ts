import { mean } from '../../../src/operators/index.js'
import { self, steps } from './steps.js'

describe('mean', () => {
  it('recovers when a NaN leaves', () => {
    expect(steps(mean(self), NaN, 2, 4, null)).toEqual([NaN, NaN, NaN, 3])
  })
})
