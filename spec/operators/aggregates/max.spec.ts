import { max, min } from '../../../src/operators/index.js'
import { self, steps } from './steps.js'

describe('min and max', () => {
  it('are NaN while a NaN is in the window', () => {
    expect(steps(max(self), 5, NaN, 3, 4, null, null)).toEqual([5, NaN, NaN, NaN, NaN, 4])
    expect(steps(min(self), 5, NaN, 3, 4, null, null)).toEqual([5, NaN, NaN, NaN, NaN, 3])
  })

  it('stay NaN while nothing leaves', () => {
    const state = max(self).create(true)
    for (const n of [1, NaN, 2]) state.add(n)
    expect(state.value()).toBeNaN()
  })
})
