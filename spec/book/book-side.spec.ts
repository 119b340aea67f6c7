import fc from 'fast-check'
import { BookSide } from '../../src/book/book-side.js'
import type { PriceLevel } from '../../src/index.js'

const levelsOf = (side: BookSide<unknown>): [number, number][] =>
  Array.from({ length: side.size }, (_, n) => [side.price(n), side.quantity(n)])

const change = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom(0, 0, 1, 2.5, 7))

describe.each([
  ['bids', 1, -1],
  ['asks', -1, 1],
] as const)('a side of %s', (_, sign, order) => {
  const sideOf = (changes: readonly PriceLevel[], isExact = false): BookSide<number> => {
    const side = new BookSide<number>(sign, isExact)
    for (const level of changes) side.set(level[0], level[1], level)
    return side
  }
  const sorted = (changes: readonly PriceLevel[]): PriceLevel[] =>
    [...new Map(changes)].filter(([, quantity]) => quantity !== 0).sort(([a], [b]) => order * (a - b))

  it('equals a sorted map, best level first', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 900 }), changes => {
        expect(levelsOf(sideOf(changes))).toEqual(sorted(changes))
      }),
      { numRuns: 60 },
    )
  })

  it('returns the quantity before each change', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), changes => {
        const side = new BookSide<number>(sign, false)
        const map = new Map<number, number>()
        for (const [price, quantity] of changes) {
          expect(side.set(price, quantity, [price, quantity])).toBe(map.get(price) ?? 0)
          map.set(price, quantity)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('finds each price, and the place of an absent one', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), fc.nat(401), (changes, price) => {
        const side = sideOf(changes)
        const expected = sorted(changes)
        const index = expected.findIndex(([each]) => each === price)
        const place = expected.filter(([each]) => order * (each - price) < 0).length
        expect(side.indexOf(price)).toBe(index >= 0 ? index : -1 - place)
      }),
      { numRuns: 60 },
    )
  })

  it("keeps each level's text beside the numbers that it compares", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), changes => {
        const side = sideOf(changes, true)
        const exact = Array.from({ length: side.size }, (__, n) => side.exact(n))
        expect(exact).toEqual(sorted(changes))
        expect(side.copy(7).exact(0)).toEqual(exact[0])
      }),
      { numRuns: 30 },
    )
  })

  it('replaces the levels from a price on, keeps worse ones', () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), fc.nat(401), (own, others, price) => {
        const side = sideOf(own, true)
        side.replaceFrom(price, sideOf(others, true))
        const isWorse = ([each]: PriceLevel): boolean => order * (each - price) > 0
        const expected = [...sorted(others).filter(level => !isWorse(level)), ...sorted(own).filter(isWorse)]
        expect(levelsOf(side)).toEqual(expected)
        expect(Array.from({ length: side.size }, (__, n) => side.exact(n))).toEqual(expected)
        side.set(401, 3, [401, 3])
        expect(side.quantityAt(401)).toBe(3)
      }),
      { numRuns: 60 },
    )
  })

  it('copies its best levels', () => {
    const side = sideOf([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    const copy = side.copy(2)
    side.set(2, 9, [2, 9])
    expect(levelsOf(copy)).toEqual(
      sign === 1
        ? [
            [3, 3],
            [2, 2],
          ]
        : [
            [1, 1],
            [2, 2],
          ],
    )
  })
})
