import { ema } from '../../../src/operators/index.js'
import { self, steps } from './steps.js'

describe('ema', () => {
  it('weighs each event 1 - alpha times the next one', () => {
    expect(steps(ema(self, { alpha: 0.5 }), 1, 4, null)).toEqual([1, 3, 4])
    expect(steps(ema(self, { span: 3 }), 1, 4)).toEqual([1, 3])
  })

  it('starts again when the window was empty', () => {
    expect(steps(ema(self, { alpha: 0.5 }), 1e16, 0.001, null, null, 5).at(-1)).toBe(5)
  })

  it('recovers when an infinite or NaN value leaves', () => {
    expect(steps(ema(self, { alpha: 0.5 }), Infinity, 1, 4, null)).toEqual([NaN, NaN, NaN, 3])
  })

  it('rejects an invalid weight synchronously', () => {
    for (const alpha of [0, -1, 1.1, NaN]) expect(() => ema(self, { alpha })).toThrow('option alpha')
    for (const span of [0.5, NaN]) expect(() => ema(self, { span })).toThrow('option span')
  })
})
