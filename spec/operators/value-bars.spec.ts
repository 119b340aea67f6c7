import { from, map } from 'rxjs'
import { valueBars } from '../../src/operators/value-bars.js'
import { aTrade } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

describe('valueBars', () => {
  it('tells a bar with the trade that fills it, and the running one at completion', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-a-|    ', {
        a: aTrade({ quantity: 3, price: 10 }),
        b: aTrade({ quantity: 4, price: 10 }),
      })
      const subs = '         ^------!    '
      const expected = '     ---x---(y|) '
      const told$ = source
        .pipe(valueBars(70))
        .pipe(map(({ quoteVolume, isClosed }) => [quoteVolume, isClosed]))
      expectObservable(told$).toBe(expected, { x: [70, true], y: [30, false] })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('closes a bar when enough of the quote asset has changed hands', () => {
    const trades = [
      aTrade({ price: 10, quantity: 5 }),
      aTrade({ price: 20, quantity: 2.5 }),
      aTrade({ price: 100, quantity: 1 }),
      aTrade({ price: 100, quantity: 0.5 }),
    ]
    const { events } = watch(from(trades).pipe(valueBars(100)))
    expect(events.map(({ quoteVolume, volume, isClosed }) => [quoteVolume, volume, isClosed])).toEqual([
      [100, 7.5, true],
      [100, 1, true],
      [50, 0.5, false],
    ])
  })

  it('refuses a value that is none', () => {
    expect(() => valueBars(-1)).toThrow('option value should be a number above 0, got -1')
  })
})
