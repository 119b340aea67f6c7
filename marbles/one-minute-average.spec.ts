import { marbles } from 'rxmarket/testing'
import { oneMinuteAverage$ } from './one-minute-average.js'

const type = 'average'
const symbol = 'BTCUSDT'
const values = { a: 100, b: 102, c: 104, d: 110, x: 7 }

describe('one-minute average', () => {
  it('averages prices younger than the span', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const tickers = ' -a-b-c-----d-|'
      const expected = '-p-q-r-----s-|'
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      expectObservable(oneMinuteAverage$(market, { symbols: 'BTCUSDT', span: 5 })).toBe(expected, {
        p: { type, symbol, time: 1, average: 100, price: 100 },
        q: { type, symbol, time: 3, average: 101, price: 102 },
        r: { type, symbol, time: 5, average: 102, price: 104 },
        s: { type, symbol, time: 11, average: 110, price: 110 },
      })
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^------------!' })
    }))

  it('drops a price when it is a minute old', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const tickers = ' a 59998ms bc|'
      const expected = 'p 59998ms qr|'
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      expectObservable(oneMinuteAverage$(market, { symbols: 'BTCUSDT' })).toBe(expected, {
        p: { type, symbol, time: 0, average: 100, price: 100 },
        q: { type, symbol, time: 59_999, average: 101, price: 102 },
        r: { type, symbol, time: 60_000, average: 103, price: 104 },
      })
    }))

  it("uses the exchange's clock for ages", () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const tickers = ' -a-b|'
      const expected = '-p-q|'
      const late = { a: { price: 100, eventTime: 1_000 }, b: { price: 102, eventTime: 1_010 } }
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, late)
      expectObservable(oneMinuteAverage$(market, { symbols: 'BTCUSDT', span: 5 })).toBe(expected, {
        p: { type, symbol, time: 1_000, average: 100, price: 100 },
        q: { type, symbol, time: 1_010, average: 102, price: 102 },
      })
    }))

  it('averages each symbol separately', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' -a---b-|'
      const ETHUSDT = ' ---x---|'
      const expected = '-p-x-q-|'
      const market = marbleMarket({ ticker: { BTCUSDT, ETHUSDT } }, values)
      expectObservable(oneMinuteAverage$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })).toBe(expected, {
        p: { type, symbol, time: 1, average: 100, price: 100 },
        x: { type, symbol: 'ETHUSDT', time: 3, average: 7, price: 7 },
        q: { type, symbol, time: 5, average: 101, price: 102 },
      })
    }))

  it('counts the duration of a drop', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L-D-----L---'
      const tickers = '   -a-b-b---c--'
      const expected = '  -p-------r--'
      const market = marbleMarket({ connection, ticker: { BTCUSDT: tickers } }, values)
      expectObservable(oneMinuteAverage$(market, { symbols: 'BTCUSDT', span: 5 })).toBe(expected, {
        p: { type, symbol, time: 1, average: 100, price: 100 },
        r: { type, symbol, time: 9, average: 104, price: 104 },
      })
    }))

  it.each([0, -1, NaN])('rejects a span of %s', span =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      expect(() => oneMinuteAverage$(market, { symbols: 'BTCUSDT', span })).toThrow('option span should be')
      expectChannels(market).toBe({})
    }),
  )
})
