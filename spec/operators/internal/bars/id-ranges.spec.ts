import fc from 'fast-check'
import { IdRanges } from '../../../../src/operators/internal/bars/id-ranges.js'

describe('IdRanges', () => {
  it('adds each id once, in any order of arrival', () => {
    const range = fc.tuple(fc.nat(60), fc.nat(4)).map(([first, more]) => [first, first + more] as const)
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), ranges => {
        const ids = new IdRanges()
        const known = new Set<number>()
        for (const [first, last] of ranges) {
          const all = Array.from({ length: last - first + 1 }, (_, n) => first + n)
          const count = all.filter(id => known.has(id)).length
          const expected = count === 0 ? 'new' : count === all.length ? 'known' : 'unclear'
          if (count === 0) for (const id of all) known.add(id)
          expect(ids.add(first, last)).toBe(expected)
        }
      }),
    )
  })

  it('forgets the oldest of many ranges, not as new ids', () => {
    const ids = new IdRanges()
    for (let id = 0; id < 10_000; id += 2) expect(ids.add(id, id)).toBe('new')
    expect(ids.add(9_997, 9_997)).toBe('new')
    expect(ids.add(9_998, 9_998)).toBe('known')
    expect(ids.add(1, 1)).toBe('unclear')
  })
})
