import { type Aggregate, combine, max, sum } from '../../../src/operators/index.js'
import { self, steps } from './steps.js'

describe('combine', () => {
  const given: Aggregate<number, number> = {
    create: () => {
      let total = 0
      return {
        add: n => void (total += n),
        remove: n => void (total -= n),
        value: () => total,
      }
    },
  }

  it('keeps no events when all its parts keep theirs', () => {
    expect(combine({ sum: sum(self), max: max(self) }).create().remembers).toBe(true)
    expect(combine({ sum: sum(self), given }).create().remembers).not.toBe(true)
  })

  it('passes leaving events to the parts that need them', () => {
    expect(steps(combine({ sum: sum(self), given }), 1, 2, null)).toEqual([
      { sum: 1, given: 1 },
      { sum: 3, given: 3 },
      { sum: 2, given: 2 },
    ])
  })
})
