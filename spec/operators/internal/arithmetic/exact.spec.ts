import { nearest } from './exact.js'

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
