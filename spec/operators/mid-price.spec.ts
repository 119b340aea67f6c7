import { from, map } from 'rxjs'
import { midPrice } from '../../src/operators/mid-price.js'
import { createWorld, watch } from '../world.js'
import { marbles } from './marbles.js'

describe('midPrice', () => {
  it('is the middle of best bid and best ask', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-c-|', {
        a: { symbol: 'A', receivedAt: 7, bidPrice: 10, askPrice: 12 },
        b: { symbol: 'B', receivedAt: 7, bids: [[4, 1] as const], asks: [[5, 1] as const, [9, 1] as const] },
        c: { symbol: 'C', receivedAt: 7, bids: [], asks: [] },
      })
      const subs = '         ^------!'
      const expected = '     -A-B---|'
      expectObservable(source.pipe(midPrice())).toBe(expected, {
        A: { key: 'A', value: 11, receivedAt: 7 },
        B: { key: 'B', value: 4.5, receivedAt: 7 },
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('is that of the decimals', () => {
    const middles = (...quotes: [number, number][]) =>
      watch(
        from(quotes).pipe(
          map(([bidPrice, askPrice]) => ({ symbol: 'A', receivedAt: 7, bidPrice, askPrice })),
          midPrice(),
        ),
      ).events.map(({ value }) => value)
    expect(middles([0.1, 0.2], [61_837.63, 61_837.64], [1.1, 1.3])).toEqual([0.15, 61_837.635, 1.2])
    expect(middles([1e308, 1.5e308])).toEqual([1.25e308])
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<{ symbol: string; receivedAt: number; bidPrice: number; askPrice: number }>('-#')
      const expected = '                                                           -#'
      expectObservable(source.pipe(midPrice())).toBe(expected)
    })
  })

  it("lies between an exchange's bid and ask", () => {
    const { market, scheduler } = createWorld()
    const quotes = watch(market.bookTicker$('BTCUSDT'))
    const middles = watch(market.bookTicker$('BTCUSDT').pipe(midPrice()))
    scheduler.advanceBy(10_000)
    expect(middles.events.length).toBe(quotes.events.length)
    quotes.events.forEach(({ bidPrice, askPrice }, index) => {
      expect(middles.events[index]?.value).toBeGreaterThan(bidPrice)
      expect(middles.events[index]?.value).toBeLessThan(askPrice)
    })
  })
})
