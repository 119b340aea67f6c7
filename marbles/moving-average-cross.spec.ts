import { Freq } from 'rxmarket'
import { marbles } from 'rxmarket/testing'
import { movingAverageCross$ } from './moving-average-cross.js'

const type = 'ma-cross'
const symbol = 'BTCUSDT'
const closed = (closePrice: number) => ({ closePrice, isClosed: true })
/** Falling, then rising, then falling again; `r` is a kline that is still running. */
const values = {
  a: closed(10),
  b: closed(8),
  c: closed(6),
  d: closed(4),
  u: closed(9),
  r: { closePrice: 99 },
}
const options = { symbols: 'BTCUSDT', fast: 1, slow: 3 }
const near = (value: number): number => expect.closeTo(value, 9) as number

describe('moving-average cross', () => {
  it('emits the direction in which the averages cross', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const klines = '  -a-b-c-u-u-d-|'
      const expected = '-------U---D-|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(movingAverageCross$(market, { symbols: 'BTCUSDT', fast: 1, slow: 3 })).toBe(expected, {
        // Weights of 1/2, 1/4, 1/8 …, divided by their sum.
        U: {
          type,
          symbol,
          time: 7,
          direction: 'up',
          fast: 9,
          slow: near((8 * 9 + 4 * 6 + 2 * 8 + 10) / 15),
          price: 9,
        },
        D: {
          type,
          symbol,
          time: 11,
          direction: 'down',
          fast: 4,
          slow: near((32 * 4 + 16 * 9 + 8 * 9 + 4 * 6 + 2 * 8 + 10) / 63),
          price: 4,
        },
      })
      expectChannels(market).toBe({ 'kline BTCUSDT 1m': '^------------!' })
    }))

  it('ignores running klines', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -a-b-c-r-r-d-|'
      const expected = '-------------|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(movingAverageCross$(market, options)).toBe(expected)
    }))

  it('emits nothing before the slow average is complete', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -a-d-u-|'
      const expected = '-------|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(movingAverageCross$(market, options)).toBe(expected)
    }))

  it('emits nothing while the price is constant', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  xxxxxxxxxxxxxxxxxxxx|'
      const expected = '--------------------|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, { x: closed(0.1) })
      expectObservable(movingAverageCross$(market, { symbols: 'BTCUSDT', fast: 2, slow: 3 })).toBe(expected)
    }))

  it('subscribes to the given interval and averages each symbol separately', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const BTCUSDT = ' -a-b-c-u----'
      const ETHUSDT = ' --d-u-u-u-d-'
      const expected = '-------U--D-'
      const unsub = '   ^----------!'
      const market = marbleMarket({ kline: { 'BTCUSDT 5m': BTCUSDT, 'ETHUSDT 5m': ETHUSDT } }, values)
      const crosses$ = movingAverageCross$(market, {
        ...options,
        symbols: ['BTCUSDT', 'ETHUSDT'],
        freq: Freq.m5,
      })
      const any = expect.any(Number) as number
      expectObservable(crosses$, unsub).toBe(expected, {
        U: { type, symbol, time: 7, direction: 'up', fast: 9, slow: any, price: 9 },
        D: { type, symbol: 'ETHUSDT', time: 10, direction: 'down', fast: 4, slow: any, price: 4 },
      })
      expectChannels(market).toBe({ 'kline BTCUSDT 5m': unsub, 'kline ETHUSDT 5m': unsub })
    }))

  it('continues its averages after a drop', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L-----D-L-----'
      const klines = '    -a-b-c-u-u-d-'
      const expected = '  ---------U-D-'
      const market = marbleMarket({ connection, kline: { BTCUSDT: klines } }, values)
      const any = expect.any(Number) as number
      expectObservable(movingAverageCross$(market, options)).toBe(expected, {
        U: { type, symbol, time: 9, direction: 'up', fast: 9, slow: any, price: 9 },
        D: { type, symbol, time: 11, direction: 'down', fast: 4, slow: any, price: 4 },
      })
    }))

  it.each([
    [{ fast: 0 }, 'option fast should be an integer above 0, got 0'],
    [{ slow: 2.5 }, 'option slow should be an integer above 0, got 2.5'],
    [{ fast: 9, slow: 9 }, 'option fast should be less than slow, got 9 and 9'],
  ])('rejects %j', (wrong, message) =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ kline: { BTCUSDT: '-' } })
      expect(() => movingAverageCross$(market, { ...options, ...wrong })).toThrow(message)
      expectChannels(market).toBe({})
    }),
  )
})
