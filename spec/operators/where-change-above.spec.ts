import { whereChangeAbove } from '../../src/operators/where-change-above.js'
import { marbles } from './marbles.js'

describe('whereChangeAbove', () => {
  it('emits events of a larger change, up or down', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = {
        a: { priceChangePercent: 4.9 },
        b: { priceChangePercent: 5 },
        c: { priceChangePercent: 5.1 },
        d: { priceChangePercent: -5 },
        e: { priceChangePercent: -5.1 },
        n: { priceChangePercent: NaN },
      }
      const source = cold('  -a-b-c-d-e-n-|', values)
      const subs = '         ^------------!'
      const expected = '     -----c---e---|'
      expectObservable(source.pipe(whereChangeAbove(5))).toBe(expected, values)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<{ priceChangePercent: number }>('--#')
      const expected = '                                   --#'
      expectObservable(source.pipe(whereChangeAbove(5))).toBe(expected)
    })
  })
})
