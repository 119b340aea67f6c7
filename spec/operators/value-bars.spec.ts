import { from, map } from 'rxjs'
import { valueBars } from '../../src/operators/value-bars.js'
import { aTrade } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

describe('valueBars', () => {
  it('emits a bar with its filling trade or at completion', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-c-|    ', {
        a: aTrade({ quantity: 3, price: 10, tradeId: 1 }),
        b: aTrade({ quantity: 4, price: 10, tradeId: 2 }),
        c: aTrade({ quantity: 3, price: 10, tradeId: 3 }),
      })
      const subs = '         ^------!    '
      const expected = '     ---x---(y|) '
      const bars$ = source
        .pipe(valueBars(70))
        .pipe(map(({ quoteVolume, isClosed }) => [quoteVolume, isClosed]))
      expectObservable(bars$).toBe(expected, { x: [70, true], y: [30, false] })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('closes a bar after enough of the quote asset', () => {
    const trades = [
      aTrade({ price: 10, quantity: 5, tradeId: 1 }),
      aTrade({ price: 20, quantity: 2.5, tradeId: 2 }),
      aTrade({ price: 100, quantity: 1, tradeId: 3 }),
      aTrade({ price: 100, quantity: 0.5, tradeId: 4 }),
    ]
    const { events } = watch(from(trades).pipe(valueBars(100)))
    expect(events.map(({ quoteVolume, volume, isClosed }) => [quoteVolume, volume, isClosed])).toEqual([
      [100, 7.5, true],
      [100, 1, true],
      [50, 0.5, false],
    ])
  })

  it('rejects a value that is not above 0', () => {
    expect(() => valueBars(-1)).toThrow('option value should be a number above 0, got -1')
  })
})
