import { marbles } from 'rxmarket/testing'
import { klineBreakout$ } from './kline-breakout.js'

const type = 'breakout'
const symbol = 'BTCUSDT'
const closed = (closePrice: number, highPrice = closePrice) => ({ closePrice, highPrice, isClosed: true })
/** Capitals are closed klines, the others are running. */
const values = {
  A: closed(90, 100),
  B: closed(95, 98),
  C: closed(101, 102),
  D: closed(120),
  m: { closePrice: 110 },
  n: { closePrice: 100 },
  o: { closePrice: 90 },
}
const options = { symbols: 'BTCUSDT', klines: 2, stop: 10 }

describe('kline breakout', () => {
  it('enters above the channel and exits at a trailing stop', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const klines = '  -A-B-C-m-n-o-|'
      const expected = '-----I-----O-|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(klineBreakout$(market, { symbols: 'BTCUSDT', klines: 2, stop: 10 })).toBe(expected, {
        I: { type, symbol, time: 5, action: 'enter', price: 101, level: 100 },
        O: { type, symbol, time: 11, action: 'exit', price: 90, level: 99 },
      })
      expectChannels(market).toBe({ 'kline BTCUSDT 1m': '^------------!' })
    }))

  it('does not enter on a running kline or a short history', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -A-C-m-|'
      const expected = '-------|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(klineBreakout$(market, options)).toBe(expected)
    }))

  it('defaults to twenty klines and one percent', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  EAAAAAAAAAAAAAAAAAATAC-s-|'
      const expected = '---------------------x-y-|'
      const values = {
        E: closed(120),
        A: closed(100),
        T: closed(100),
        C: closed(101),
        s: { closePrice: 99.99 },
      }
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(klineBreakout$(market, { symbols: 'BTCUSDT' })).toBe(expected, {
        x: { type, symbol, time: 21, action: 'enter', price: 101, level: 100 },
        y: { type, symbol, time: 23, action: 'exit', price: 99.99, level: 99.99 },
      })
    }))

  it('does not enter twice, and enters again after an exit', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -A-B-C-D-m-n-B-B-D-|'
      const expected = '-----I-----O-----J-|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(klineBreakout$(market, options)).toBe(expected, {
        I: { type, symbol, time: 5, action: 'enter', price: 101, level: 100 },
        O: { type, symbol, time: 11, action: 'exit', price: 100, level: 108 },
        J: { type, symbol, time: 17, action: 'enter', price: 120, level: 98 },
      })
    }))

  it('tracks each symbol separately', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' -A-B-C-----'
      const ETHUSDT = ' --A-B-C-o--'
      const expected = '-----IJ-O--'
      const market = marbleMarket({ kline: { BTCUSDT, ETHUSDT } }, values)
      expectObservable(klineBreakout$(market, { ...options, symbols: ['BTCUSDT', 'ETHUSDT'] })).toBe(
        expected,
        {
          I: { type, symbol, time: 5, action: 'enter', price: 101, level: 100 },
          J: { type, symbol: 'ETHUSDT', time: 6, action: 'enter', price: 101, level: 100 },
          O: {
            type,
            symbol: 'ETHUSDT',
            time: 8,
            action: 'exit',
            price: 90,
            level: expect.closeTo(90.9) as number,
          },
        },
      )
    }))

  it('exits at the first price beyond the stop after a drop', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L-----D---L----'
      const klines = '    -A-B-C-D-n---o-'
      const expected = '  -----I-------O-'
      const market = marbleMarket({ connection, kline: { BTCUSDT: klines } }, values)
      expectObservable(klineBreakout$(market, options)).toBe(expected, {
        I: { type, symbol, time: 5, action: 'enter', price: 101, level: 100 },
        O: { type, symbol, time: 13, action: 'exit', price: 90, level: expect.closeTo(90.9) as number },
      })
    }))

  it('completes without an exit when the market completes', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -A-B-C-|'
      const expected = '-----I-|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(klineBreakout$(market, options)).toBe(expected, {
        I: { type, symbol, time: 5, action: 'enter', price: 101, level: 100 },
      })
    }))

  it.each([{ klines: 0 }, { stop: 0 }, { stop: 100 }, { stop: NaN }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ kline: { BTCUSDT: '-' } })
      expect(() => klineBreakout$(market, { ...options, ...wrong })).toThrow('option ')
      expectChannels(market).toBe({})
    }),
  )
})
