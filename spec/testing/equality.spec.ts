import fc from 'fast-check'
import { TestScheduler } from 'rxjs/testing'
import { InvalidOptionError, MarketClosedError } from '../../src/index.js'
import { describeDifference, differences } from '../../src/testing/marbles/difference.js'
import { drawTogether } from '../../src/testing/marbles/draw.js'
import { show } from '../../src/testing/marbles/show.js'

const told = (actual: unknown, expected: unknown) => differences(actual, expected).map(describeDifference)

describe('deep equality', () => {
  const value = fc.anything({ withDate: true, withMap: false, withSet: false, withBigInt: true, maxDepth: 3 })

  it('agrees with Jest on values of every kind', () => {
    const jestSays = (a: unknown, b: unknown): boolean => {
      try {
        expect(a).toEqual(b)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(differences(a, b).length === 0).toBe(jestSays(a, b))
        expect(differences(a, a)).toEqual([])
      }),
    )
  })

  it('says where values differ', () => {
    expect(told({ bids: [[1, 2]], a: 1 }, { bids: [[1, 3]], a: 1 })).toEqual(['.bids[0][1] is 2, expected 3'])
    expect(told([1, 2], [1])).toEqual(['.length is 2, expected 1', '[1] is 2, expected undefined'])
    expect(told({ 'a-b': 1 }, {})).toEqual(['["a-b"] is 1, expected undefined'])
    expect(told(new Map([['a', 1]]), new Map([['a', 2]]))).toEqual(['[0][1] is 1, expected 2'])
    expect(told(new Set([1]), new Set([1]))).toEqual([])
    expect(told([1], { 0: 1 })).toEqual(['it is [1], expected { 0: 1 }'])
    expect(told(0, -0)).toEqual(['it is 0, expected -0'])
  })

  it('tells errors apart by what they say and their fields, and takes some of them for all', () => {
    expect(told(new MarketClosedError(), new MarketClosedError())).toEqual([])
    expect(told(new InvalidOptionError('a', 'is wrong'), new InvalidOptionError('b', 'is wrong'))).toEqual([
      '.message is "option a is wrong", expected "option b is wrong"',
      '.option is "a", expected "b"',
    ])
    expect(told(new MarketClosedError(), { code: 'MARKET_CLOSED' })).toEqual([])
    expect(told(new MarketClosedError(), { code: 'X' })).toEqual(['.code is "MARKET_CLOSED", expected "X"'])
    expect(told(new Error('a'), 'a')).toEqual(['it is Error: a, expected "a"'])
  })

  it('ends where values hold themselves', () => {
    const ring = (): object => {
      const self: Record<string, unknown> = { a: 1 }
      self['self'] = self
      return self
    }
    expect(told(ring(), ring())).toEqual([])
    expect(show(ring())).toBe('{ a: 1, self: [circular] }')
  })
})

describe('a drawing', () => {
  it('reads, by RxJS, as what was drawn, wherever a diagram can say it', () => {
    const moment = fc.record({
      after: fc.oneof(fc.nat(8), fc.nat(5_000)),
      letters: fc.integer({ min: 1, max: 3 }),
    })
    const row = fc.array(moment, { minLength: 1, maxLength: 6 }).map(moments => {
      let frame = 0
      return moments.flatMap(({ after, letters }) => {
        const at = frame + after
        frame = at + (letters > 1 ? letters + 2 : 1)
        return Array.from({ length: letters }, () => ({ frame: at, mark: 'a' }))
      })
    })
    const frameTimeFactor = TestScheduler.frameTimeFactor
    TestScheduler.frameTimeFactor = 1
    try {
      fc.assert(
        fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), rows => {
          drawTogether(rows).forEach((diagram, index) => {
            const read = TestScheduler.parseMarbles(diagram, undefined, undefined, false, true)
            expect(read.map(({ frame }) => frame)).toEqual(rows[index]?.map(({ frame }) => frame))
          })
        }),
      )
    } finally {
      TestScheduler.frameTimeFactor = frameTimeFactor
    }
  })
})
