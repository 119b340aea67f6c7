import { createFaultRandom } from '../../../src/simulator/faults/random.js'

describe('the random choices of faults', () => {
  it('are equally frequent, and include both ends of a range', () => {
    const chance = createFaultRandom(1, ['a', 'b'])
    const drawn = Array.from({ length: 3_000 }, () => [
      chance.pick('x', 'y', 'z'),
      chance.integer(3, 5),
      chance.stream(),
    ])
    const often = (value: unknown) => drawn.filter(row => row.includes(value as string)).length
    for (const value of ['x', 'y', 'z', 3, 4, 5]) expect(Math.abs(often(value) - 1_000)).toBeLessThan(150)
    for (const value of ['a', 'b']) expect(Math.abs(often(value) - 1_500)).toBeLessThan(150)
  })
})
