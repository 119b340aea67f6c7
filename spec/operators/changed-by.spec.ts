import fc from 'fast-check'
import { from } from 'rxjs'
import { changedBy } from '../../src/operators/changed-by.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const at = (price: number, symbol = 'BTCUSDT') => ({ symbol, price })

describe('changedBy', () => {
  it('measures from the last one emitted, up and down, and counts a move of exactly so much', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: at(100), b: at(101.9), c: at(102), d: at(100.1), e: at(99.96) }
      const source = cold('  -a-b-c-d-e-|', values)
      const subs = '         ^----------!'
      const expected = '     -a---c---e-|'
      expectObservable(source.pipe(changedBy({ percent: 2 }))).toBe(expected, values)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('tells a slow drift', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: at(100), b: at(101), c: at(102), d: at(103), e: at(104) }
      const source = cold('  -a-b-c-d-e-|', values)
      const expected = '     -a---c---e-|'
      expectObservable(source.pipe(changedBy({ amount: 2 }))).toBe(expected, values)
    })
  })

  it('compares the prices of each symbol apart', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: at(100), b: at(103), x: at(5, 'ADAUSDT'), y: at(5.2, 'ADAUSDT') }
      const source = cold('  -a-x-b-y-x-|', values)
      const expected = '     -a-x-b-y-x-|'
      expectObservable(source.pipe(changedBy({ percent: 3 }))).toBe(expected, values)
    })
  })

  it('takes another key and another price', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: { id: 1, bid: 10 }, b: { id: 1, bid: 11 }, x: { id: 2, bid: 10 } }
      const source = cold('  -a-x-b-x-|', values)
      const expected = '     -a-x-b---|'
      const moved$ = source.pipe(changedBy({ amount: 1, price: ({ bid }) => bid, by: ({ id }) => id }))
      expectObservable(moved$).toBe(expected, values)
    })
  })

  it('loses no move to rounding', () => {
    const prices = [100, 100.1, 100.2, 100.3]
    const { events } = watch(from(prices.map(price => at(price))).pipe(changedBy({ amount: 0.1 })))
    expect(events.map(({ price }) => price)).toEqual(prices)
  })

  it('measures negative prices in percent of their size', () => {
    const { events } = watch(from([-100, -101, -102].map(price => at(price))).pipe(changedBy({ percent: 2 })))
    expect(events.map(({ price }) => price)).toEqual([-100, -102])
  })

  it('refuses a move that is none', () => {
    expect(() => changedBy({ percent: 0 })).toThrow('option percent should be a number above 0, got 0')
    expect(() => changedBy({ amount: NaN })).toThrow('option amount should be a number above 0, got NaN')
  })

  it('emits all that moved far and nothing else, whatever the prices', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ symbol: fc.constantFrom('A', 'B'), price: fc.integer({ min: 1, max: 300 }) })),
        fc.integer({ min: 1, max: 50 }),
        (trades, amount) => {
          const last = new Map<string, number>()
          const expected = trades.filter(({ symbol, price }) => {
            const before = last.get(symbol)
            const isFar = before === undefined || Math.abs(price - before) >= amount
            if (isFar) last.set(symbol, price)
            return isFar
          })
          expect(watch(from(trades).pipe(changedBy({ amount }))).events).toEqual(expected)
        },
      ),
    )
  })
})
