import fc from 'fast-check'
import { from } from 'rxjs'
import { changedBy } from '../../src/operators/changed-by.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const at = (price: number, symbol = 'BTCUSDT') => ({ symbol, price })

describe('changedBy', () => {
  it('measures from the last emitted price, and includes the limit', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: at(100), b: at(101.9), c: at(102), d: at(100.1), e: at(99.96) }
      const source = cold('  -a-b-c-d-e-|', values)
      const subs = '         ^----------!'
      const expected = '     -a---c---e-|'
      expectObservable(source.pipe(changedBy({ percent: 2 }))).toBe(expected, values)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('emits a slow drift', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: at(100), b: at(101), c: at(102), d: at(103), e: at(104) }
      const source = cold('  -a-b-c-d-e-|', values)
      const expected = '     -a---c---e-|'
      expectObservable(source.pipe(changedBy({ amount: 2 }))).toBe(expected, values)
    })
  })

  it('compares the prices of each symbol separately', () => {
    marbles(({ cold, expectObservable }) => {
      const values = { a: at(100), b: at(103), x: at(5, 'ADAUSDT'), y: at(5.2, 'ADAUSDT') }
      const source = cold('  -a-x-b-y-x-|', values)
      const expected = '     -a-x-b-y-x-|'
      expectObservable(source.pipe(changedBy({ percent: 3 }))).toBe(expected, values)
    })
  })

  it('reads another key and another price', () => {
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

  it('counts every move from 0, none to the same price', () => {
    const moved = (...prices: number[]) =>
      watch(from(prices.map(price => at(price))).pipe(changedBy({ percent: 5 }))).events.map(e => e.price)
    expect(moved(0, 0, 0.01, 0.01, 0, -0, -1, 0)).toEqual([0, 0.01, 0, -1, 0])
    expect(moved(Infinity, Infinity, 1, Infinity)).toEqual([Infinity, 1, Infinity])
  })

  it('ignores an event whose price is NaN', () => {
    const moved = (...prices: number[]) =>
      watch(from(prices.map(price => at(price))).pipe(changedBy({ amount: 2 }))).events.map(e => e.price)
    expect(moved(NaN, 1, NaN, 2, NaN, 3, 4)).toEqual([1, 3])
  })

  it('measures percent in decimals', () => {
    for (const [before, to, percent] of [
      [100, 100.1, 0.1],
      [70, 70.07, 0.1],
      [0.3, 0.6, 100],
      [61_837.64, 61_899.47764, 0.1],
      [0.00000945, 0.000009639, 2],
    ] as const) {
      expect(watch(from([at(before), at(to)]).pipe(changedBy({ percent }))).events.length).toBe(2)
      expect(
        watch(from([at(before), at(to - 1e-4 * (to - before))]).pipe(changedBy({ percent }))).events.length,
      ).toBe(1)
    }
  })

  it('rejects a move that is not above 0', () => {
    expect(() => changedBy({ percent: 0 })).toThrow('option percent should be a number above 0, got 0')
    expect(() => changedBy({ amount: NaN })).toThrow('option amount should be a number above 0, got NaN')
  })

  it('emits exactly the events that moved far enough', () => {
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
