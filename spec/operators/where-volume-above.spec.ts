import { whereVolumeAbove } from '../../src/operators/where-volume-above.js'
import { marbles } from './marbles.js'

describe('whereVolumeAbove', () => {
  it('emits events of a larger volume', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: { volume: 999_999 }, b: { volume: 1_000_000 }, c: { volume: 1_000_001 } }
      const source = cold('  -a-b-c-|', values)
      const subs = '         ^------!'
      const expected = '     -----c-|'
      expectObservable(source.pipe(whereVolumeAbove(1_000_000))).toBe(expected, values)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<{ volume: number }>('--#')
      const expected = '                       --#'
      expectObservable(source.pipe(whereVolumeAbove(1))).toBe(expected)
    })
  })
})
