import { from, map } from 'rxjs'
import { volumeBars } from '../../src/operators/volume-bars.js'
import { aTrade } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const trades$ = (...quantities: number[]) =>
  from(quantities.map((quantity, tradeId) => aTrade({ quantity, tradeId })))

describe('volumeBars', () => {
  it('emits a bar with its filling trade or at completion', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trades = { a: aTrade({ quantity: 3 }), b: aTrade({ quantity: 4, tradeId: 2 }) }
      const source = cold('  -a-b-c-|    ', { ...trades, c: { ...trades.a, tradeId: 3 } })
      const subs = '         ^------!    '
      const expected = '     ---x---(y|) '
      const bars$ = source.pipe(volumeBars(7)).pipe(map(({ volume, isClosed }) => [volume, isClosed]))
      expectObservable(bars$).toBe(expected, { x: [7, true], y: [3, false] })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('does not split the trade that fills a bar', () => {
    const { events } = watch(trades$(3, 4, 5, 1, 2).pipe(volumeBars(7)))
    expect(events.map(({ volume, isClosed }) => [volume, isClosed])).toEqual([
      [7, true],
      [8, true],
    ])
  })

  it('makes one bar of a trade larger than a bar', () => {
    const { events } = watch(trades$(70, 1).pipe(volumeBars(7)))
    expect(events.map(({ volume, isClosed }) => [volume, isClosed])).toEqual([
      [70, true],
      [1, false],
    ])
  })

  it('is full with ten trades of a tenth of it', () => {
    const { events } = watch(trades$(...Array<number>(20).fill(0.1)).pipe(volumeBars(1)))
    expect(events.map(({ tradeCount }) => tradeCount)).toEqual([10, 10])
  })

  it('rejects a volume that is not above 0', () => {
    expect(() => volumeBars(0)).toThrow('option volume should be a number above 0, got 0')
  })
})
