import fc from 'fast-check'
import { Ladder } from '../../../src/simulator/engine/ladder.js'

const steps = fc.array(
  fc.record({ price: fc.integer({ min: 1, max: 400 }), lots: fc.integer({ min: 0, max: 9 }) }),
  { maxLength: 600, size: 'max' },
)

describe('the ladder', () => {
  it.each([
    ['bids', 1],
    ['asks', -1],
  ] as const)('keeps %s as a sorted list would', (_side, sign) => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 401 }), (list, limit) => {
        const ladder = new Ladder(sign)
        const plain = new Map<number, number>()
        for (const { price, lots } of list) {
          const row = ladder.open(price)
          ladder.lots[row] = lots
          if (lots === 0) ladder.close(row)
          plain.delete(price)
          if (lots > 0) plain.set(price, lots)
          if (ladder.lotsAt(price) !== lots) throw new Error(`${price} has not ${lots}`)
        }
        const sorted = [...plain].sort(([a], [b]) => (b - a) * sign)
        const better = sorted.filter(([price]) => (price - limit) * sign >= 0)
        expect(ladder.top(Infinity)).toEqual(sorted)
        expect(ladder.top(3)).toEqual(sorted.slice(0, 3))
        expect(ladder.length).toBe(sorted.length)
        expect(ladder.best).toBe(sorted[0]?.[0] ?? NaN)
        expect(ladder.bestLots).toBe(sorted[0]?.[1] ?? 0)
        expect(ladder.worst).toBe(sorted.at(-1)?.[0] ?? NaN)
        expect(ladder.priceAt(5)).toBe(sorted[5]?.[0] ?? NaN)
        expect(ladder.lotsTo(limit)).toBe(better.reduce((sum, [, lots]) => sum + lots, 0))
        expect(ladder.reaches(limit)).toBe(better.length > 0)
      }),
      { numRuns: 40, seed: 5 },
    )
  })
})
