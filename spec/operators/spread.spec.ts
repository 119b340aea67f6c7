import { from, map, of, share, tap } from 'rxjs'
import { midPrice } from '../../src/operators/mid-price.js'
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

  it('is in basis points of the mid price by option', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-|', { a: quote(99.95, 100.05) })
      const expected = '     -A-|'
      expectObservable(source.pipe(spread({ unit: 'basisPoints' }))).toBe(expected, {
        A: { key: 'BTCUSDT', value: 10, receivedAt: 7 },
      })
    })
  })

  it('emits nothing where a side is empty', () => {
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

  it('emits nothing for a book with an unknown side', () => {
    const book = (bidPrice: number | undefined, askPrice: number | undefined) =>
      ({ type: 'book', symbol: 'A', receivedAt: 7, bidPrice, askPrice }) as const
    const books$ = from([book(undefined, undefined), book(1, undefined), book(undefined, 3), book(1, 3)])
    for (const measure$ of [spread(), midPrice()])
      expect(watch(books$.pipe(measure$)).events).toEqual([{ key: 'A', value: 2, receivedAt: 7 }])
  })

  it('is that of the best prices of a local book', () => {
    const { market, scheduler } = createWorld()
    const best: number[][] = []
    const book$ = market.book$('BTCUSDT').pipe(
      tap(({ bidPrice, askPrice }) => {
        if (bidPrice !== undefined && askPrice !== undefined) best.push([bidPrice, askPrice])
      }),
      share(),
    )
    const spreads = watch(book$.pipe(spread())).events
    const mids = watch(market.book$('BTCUSDT').pipe(midPrice())).events
    scheduler.advanceBy(3_000)
    expect(best.length).toBeGreaterThan(10)
    expect(spreads.map(({ value }) => value)).toEqual(
      best.map(([bid = NaN, ask = NaN]) => Number((ask - bid).toFixed(8))),
    )
    expect(mids.length).toBeGreaterThan(10)
    for (const { key } of mids) expect(key).toBe('BTCUSDT')
  })

  it('is that of the decimals', () => {
    const spreads = (unit: 'price' | 'basisPoints', ...quotes: [number, number][]) =>
      watch(
        from(quotes).pipe(
          map(([bid, ask]) => quote(bid, ask)),
          spread({ unit }),
        ),
      ).events.map(({ value }) => value)
    expect(
      spreads('price', [61_837.63, 61_837.64], [0.1, 0.3], [1.00000001, 1.1], [0.00000945, 0.00000946]),
    ).toEqual([0.01, 0.2, 0.09999999, 0.00000001])
    expect(spreads('basisPoints', [99.95, 100.05], [0.0099, 0.0101])).toEqual([10, 200])
    // No decimals: plain arithmetic.
    expect(spreads('price', [1 / 3, 2 / 3], [1e300, Infinity])).toEqual([2 / 3 - 1 / 3, Infinity])
  })

  it('reads prices of another type with selectors', () => {
    const text = { symbol: 'A', receivedAt: 7, bidPrice: '0.1', askPrice: '0.3' }
    const bid = (q: typeof text) => Number(q.bidPrice)
    const ask = (q: typeof text) => Number(q.askPrice)
    expect(watch(of(text).pipe(spread({ bid, ask }))).events).toEqual([
      { key: 'A', value: 0.2, receivedAt: 7 },
    ])
    expect(watch(of(text).pipe(midPrice({ bid, ask }))).events).toEqual([
      { key: 'A', value: 0.2, receivedAt: 7 },
    ])
    // @ts-expect-error prices are strings
    of(text).pipe(spread())
    const diff$ = createWorld().market.depthDiff$('BTCUSDT')
    // @ts-expect-error a diff has no best price
    diff$.pipe(spread())
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<ReturnType<typeof quote>>('-#')
      const expected = '                             -#'
      expectObservable(source.pipe(spread())).toBe(expected)
    })
  })

  it('is above 0 on an exchange, from any source', () => {
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
