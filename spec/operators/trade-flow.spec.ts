import { from, map, of } from 'rxjs'
import { tradeFlow } from '../../src/operators/trade-flow.js'
import { aTrade } from '../../src/testing/index.js'
import { createWorld, watch } from '../world.js'
import { marbles } from './marbles.js'

const values = {
  a: aTrade({ quantity: 2, price: 10, eventTime: 1 }),
  b: aTrade({ quantity: 3, price: 10, eventTime: 2, isBuyerMaker: true }),
}

describe('tradeFlow', () => {
  it('is positive when the taker bought, negative when it sold', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-|', values)
      const subs = '         ^----!'
      const expected = '     -A-B-|'
      expectObservable(source.pipe(tradeFlow())).toBe(expected, {
        A: { key: 'BTCUSDT', value: 2, eventTime: 1 },
        B: { key: 'BTCUSDT', value: -3, eventTime: 2 },
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('is measured in the quote asset when asked to', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-b-|', values)
      const expected = '     -A-B-|'
      const flow$ = source.pipe(
        tradeFlow({ unit: 'quote' }),
        map(({ value }) => value),
      )
      expectObservable(flow$).toBe(expected, { A: 20, B: -30 })
    })
  })

  it('is the product of the decimals in the quote asset', () => {
    const trades = [
      aTrade({ price: 1.1, quantity: 1.1 }),
      aTrade({ price: 61_837.64, quantity: 0.00123 }),
      aTrade({ price: 123_456.78, quantity: 98_765.4321 }),
      aTrade({ price: 0.1, quantity: 3 }),
    ]
    expect(watch(from(trades).pipe(tradeFlow({ unit: 'quote' }))).events.map(({ value }) => value)).toEqual([
      1.21, 76.0602972, 12_193_262_222.374638, 0.3,
    ])
  })

  it('reads prices and quantities of another type with selectors', () => {
    const text = { symbol: 'A', eventTime: 1, isBuyerMaker: true, price: '1.1', quantity: '1.1' }
    const options = {
      price: (trade: typeof text) => Number(trade.price),
      quantity: (trade: typeof text) => Number(trade.quantity),
    }
    expect(watch(of(text).pipe(tradeFlow({ ...options, unit: 'quote' }))).events).toEqual([
      { key: 'A', value: -1.21, eventTime: 1 },
    ])
    // @ts-expect-error price and quantity are strings
    of(text).pipe(tradeFlow())
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-#', values)
      const expected = '     -A-#'
      expectObservable(source.pipe(tradeFlow())).toBe(expected, {
        A: { key: 'BTCUSDT', value: 2, eventTime: 1 },
      })
    })
  })

  it("adds up to an exchange's own taker volumes", () => {
    const { market, scheduler } = createWorld()
    const flow = watch(market.trade$('BTCUSDT').pipe(tradeFlow()))
    const trades = watch(market.trade$('BTCUSDT'))
    const klines = watch(market.kline$('BTCUSDT', '1m'))
    scheduler.advanceBy(150_000)
    const kline = klines.events.filter(({ isClosed }) => isClosed).at(-1)
    const own = flow.events.filter((_, index) => {
      const time = trades.events[index]?.tradeTime ?? NaN
      return kline !== undefined && time >= kline.openTime && time <= kline.closeTime
    })
    const sum = own.reduce((total, { value }) => total + value, 0)
    expect(own.length).toBe(kline?.tradeCount)
    expect(sum).toBeCloseTo(2 * (kline?.takerBuyVolume ?? NaN) - (kline?.volume ?? NaN), 6)
  })
})
