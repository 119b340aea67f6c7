import { spread } from '../../src/operators/spread.js'
import { createWorld, watch } from '../world.js'
import { marbles } from './marbles.js'

const quote = (bidPrice: number, askPrice: number, symbol = 'BTCUSDT') => ({
  symbol,
  receivedAt: 7,
  bidPrice,
  askPrice,
})

describe('spread', () => {
  it('is the ask less the bid', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: quote(99, 101), x: quote(10, 10.5, 'ETHUSDT') }
      const source = cold('  -a-x-|', values)
      const subs = '         ^----!'
      const expected = '     -A-X-|'
      expectObservable(source.pipe(spread())).toBe(expected, {
        A: { key: 'BTCUSDT', value: 2, receivedAt: 7 },
        X: { key: 'ETHUSDT', value: 0.5, receivedAt: 7 },
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('is measured in basis points of the middle when asked to', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-|', { a: quote(99.95, 100.05) })
      const expected = '     -A-|'
      const value = expect.closeTo(10, 6) as number
      expectObservable(source.pipe(spread({ unit: 'basisPoints' }))).toBe(expected, {
        A: { key: 'BTCUSDT', value, receivedAt: 7 },
      })
    })
  })

  it('says nothing where a side is empty', () => {
    marbles(({ cold, expectObservable }) => {
      const level = (price: number) => [price, 1] as const
      const source = cold('  -a-b-c-d-|', {
        a: { symbol: 'A', receivedAt: 7, bids: [], asks: [level(1)] },
        b: { symbol: 'A', receivedAt: 7, bids: [level(1)], asks: [] },
        c: { symbol: 'A', receivedAt: 7, bids: [level(1), level(0.5)], asks: [level(3), level(4)] },
        d: quote(0, 5),
      })
      const expected = '     -----C---|'
      expectObservable(source.pipe(spread())).toBe(expected, { C: { key: 'A', value: 2, receivedAt: 7 } })
    })
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<ReturnType<typeof quote>>('-#')
      const expected = '                             -#'
      expectObservable(source.pipe(spread())).toBe(expected)
    })
  })

  it('is above 0 on an exchange, whatever it is read from', () => {
    const { market, scheduler } = createWorld()
    const seen = [
      watch(market.bookTicker$('BTCUSDT').pipe(spread())),
      watch(market.depth$('BTCUSDT').pipe(spread())),
      watch(market.ticker$('BTCUSDT').pipe(spread())),
    ]
    scheduler.advanceBy(10_000)
    for (const { events } of seen) {
      expect(events.length).toBeGreaterThan(5)
      for (const { key, value } of events) {
        expect(key).toBe('BTCUSDT')
        expect(value).toBeGreaterThan(0)
      }
    }
  })
})
