import fc from 'fast-check'
import { of } from 'rxjs'
import type { PriceLevel } from '../../src/index.js'
import { imbalance } from '../../src/operators/imbalance.js'
import { createWorld, watch } from '../world.js'
import { marbles } from './marbles.js'

const depth = (bids: number[], asks: number[]) => ({
  type: 'depth' as const,
  symbol: 'A',
  receivedAt: 7,
  bids: bids.map((quantity, n): PriceLevel => [100 - n, quantity]),
  asks: asks.map((quantity, n): PriceLevel => [101 + n, quantity]),
})

describe('imbalance', () => {
  it('weighs the best levels of each side', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = {
        a: depth([2, 1, 50], [1, 0.5, 1]),
        b: depth([1], [1, 2]),
        c: depth([1], []),
        d: depth([], [3]),
        e: depth([], []),
      }
      const source = cold('  -a-b-c-d-e-|', values)
      const subs = '         ^----------!'
      const expected = '     -A-B-C-D---|'
      expectObservable(source.pipe(imbalance(2))).toBe(expected, {
        A: { key: 'A', value: 1.5 / 4.5, receivedAt: 7 },
        B: { key: 'A', value: -0.5, receivedAt: 7 },
        C: { key: 'A', value: 1, receivedAt: 7 },
        D: { key: 'A', value: -1, receivedAt: 7 },
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('weighs all levels when not told how many', () => {
    expect(watch(of(depth([1, 1, 1], [1])).pipe(imbalance())).events).toEqual([
      { key: 'A', value: 0.5, receivedAt: 7 },
    ])
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<ReturnType<typeof depth>>('-#')
      const expected = '                             -#'
      expectObservable(source.pipe(imbalance(5))).toBe(expected)
    })
  })

  it('refuses levels that cannot be', () => {
    expect(() => imbalance(0)).toThrow('option levels should be a whole number from 1, or Infinity, got 0')
  })

  it('lies between -1 and 1 and changes its sign when the sides change places', () => {
    const side = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 20 }), (bids, asks, levels) => {
        const [one] = watch(of(depth(bids, asks)).pipe(imbalance(levels))).events
        const [other] = watch(of(depth(asks, bids)).pipe(imbalance(levels))).events
        expect(Math.abs(one?.value ?? NaN)).toBeLessThanOrEqual(1)
        expect((one?.value ?? NaN) + (other?.value ?? NaN)).toBe(0)
      }),
    )
  })

  it("reads an exchange's book", () => {
    const { market, scheduler } = createWorld()
    const { events } = watch(market.depth$('BTCUSDT', { levels: 20 }).pipe(imbalance(5)))
    scheduler.advanceBy(10_000)
    expect(events.length).toBeGreaterThan(5)
    for (const { value } of events) expect(Math.abs(value)).toBeLessThan(1)
  })
})
