import fc from 'fast-check'
import { from, merge, of } from 'rxjs'
import type { PriceLevel } from '../../src/index.js'
import { imbalance, midPrice, spread } from '../../src/operators/index.js'
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

  it('weighs all levels by default', () => {
    expect(watch(of(depth([1, 1, 1], [1])).pipe(imbalance())).events).toEqual([
      { key: 'A', value: 0.5, receivedAt: 7 },
    ])
  })

  it('sums quantities as decimals', () => {
    const values = (...books: ReturnType<typeof depth>[]) =>
      watch(from(books).pipe(imbalance())).events.map(({ value }) => value)
    expect(
      values(depth([0.1, 0.2], [0.3]), depth([0.1, 0.1, 0.1], [0.1]), depth([1e12, 0.00000001], [1e12])),
    ).toEqual([0, 0.5, 5e-21])
    // No decimals: plain arithmetic.
    expect(values(depth([1 / 3, 2 / 3], [1 / 3, 2 / 3]), depth([1 / 3], []))).toEqual([0, 1])
  })

  it('takes quotes as one level, and levels as an option', () => {
    const quote = { symbol: 'A', receivedAt: 7, bidQuantity: 3, askQuantity: 1 }
    expect(watch(of(quote).pipe(imbalance())).events).toEqual([{ key: 'A', value: 0.5, receivedAt: 7 }])
    const { events } = watch(of(depth([2, 1, 50], [1, 0.5, 1])).pipe(imbalance({ levels: 2 })))
    expect(events.map(({ value }) => value)).toEqual([1.5 / 4.5])
  })

  it('reads levels of another type with selectors', () => {
    const text = { symbol: 'A', receivedAt: 7, bids: [['1', '0.3']], asks: [['2', '0.1']] } as const
    const levels = (side: readonly (readonly [string, string])[]) =>
      side.map(([price, quantity]) => [Number(price), Number(quantity)] as const)
    const options = { bids: (d: typeof text) => levels(d.bids), asks: (d: typeof text) => levels(d.asks) }
    expect(watch(of(text).pipe(imbalance(options))).events).toEqual([{ key: 'A', value: 0.5, receivedAt: 7 }])
    // @ts-expect-error quantities are strings
    of(text).pipe(imbalance())
    const diff$ = createWorld().market.depthDiff$('BTCUSDT')
    // @ts-expect-error a diff is not a book
    diff$.pipe(imbalance())
    // @ts-expect-error a book has a method for it
    createWorld().market.book$('BTCUSDT').pipe(imbalance(5))
  })

  it("compiles for what an exchange's channels emit", () => {
    const { market, scheduler } = createWorld()
    const quotes$ = merge(
      market.bookTicker$('BTCUSDT'),
      market.ticker$('BTCUSDT'),
      market.depth$('BTCUSDT', { levels: 5 }),
    )
    const seen = [
      watch(quotes$.pipe(imbalance())),
      watch(quotes$.pipe(spread())),
      watch(quotes$.pipe(midPrice())),
    ]
    scheduler.advanceBy(5_000)
    for (const { events } of seen) expect(events.length).toBeGreaterThan(5)
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<ReturnType<typeof depth>>('-#')
      const expected = '                             -#'
      expectObservable(source.pipe(imbalance(5))).toBe(expected)
    })
  })

  it('rejects a number of levels below 1', () => {
    expect(() => imbalance(0)).toThrow('option levels should be an integer from 1, or Infinity, got 0')
  })

  it('is from -1 to 1, and negated when sides are swapped', () => {
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
