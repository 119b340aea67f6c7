import { marbles } from 'rxmarket/testing'
import { vwapDeviation$ } from './vwap-deviation.js'

const type = 'vwap-deviation'
const symbol = 'BTCUSDT'
const at = (price: number, quantity: number) => ({ price, quantity })
const values = { a: at(100, 8), b: at(110, 2), c: at(102, 10), d: at(90, 5), e: at(80, 1) }
const near = (value: number): number => expect.closeTo(value, 3) as number

describe('VWAP deviation', () => {
  it('emits once for each deviation of the price', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const trades = '  -a-b-b-c-b-d-|'
      const expected = '---p-----q-r-|'
      const market = marbleMarket({ trade: { BTCUSDT: trades } }, values)
      expectObservable(vwapDeviation$(market, { symbols: 'BTCUSDT', percent: 5 })).toBe(expected, {
        p: { type, symbol, time: 3, side: 'above', percent: near(7.843), price: 110, vwap: 102 },
        q: {
          type,
          symbol,
          time: 9,
          side: 'above',
          percent: near(6.452),
          price: 110,
          vwap: 2_480 / 24,
        },
        r: {
          type,
          symbol,
          time: 11,
          side: 'below',
          percent: near(-10.922),
          price: 90,
          vwap: 2_930 / 29,
        },
      })
      expectChannels(market).toBe({ 'trade BTCUSDT': '^------------!' })
    }))

  it('ignores trades older than the span', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const trades = '  -a-----b-|'
      const expected = '---------|'
      const market = marbleMarket({ trade: { BTCUSDT: trades } }, values)
      expectObservable(vwapDeviation$(market, { symbols: 'BTCUSDT', percent: 5, span: 6 })).toBe(expected)
    }))

  it('defaults to five minutes and a quarter of a percent', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const trades = '  a 299998ms fg|'
      const expected = '- 299998ms p-|'
      const near100 = { a: at(100, 8), f: at(100.3, 1e-9), g: at(100.5, 1e-9) }
      const market = marbleMarket({ trade: { BTCUSDT: trades } }, near100)
      expectObservable(vwapDeviation$(market, { symbols: 'BTCUSDT' })).toBe(expected, {
        p: { type, symbol, time: 299_999, side: 'above', percent: near(0.3), price: 100.3, vwap: near(100) },
      })
    }))

  it('averages each symbol separately', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' -a---b---|'
      const ETHUSDT = ' ---e-----|'
      const expected = '-----p---|'
      const market = marbleMarket({ trade: { BTCUSDT, ETHUSDT } }, values)
      const options = { symbols: ['BTCUSDT', 'ETHUSDT'], percent: 5 }
      expectObservable(vwapDeviation$(market, options)).toBe(expected, {
        p: { type, symbol, time: 5, side: 'above', percent: near(7.843), price: 110, vwap: 102 },
      })
    }))

  it('keeps its average through a drop', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L-D--L---'
      const trades = '    -a-d---b-'
      const expected = '  -------p-'
      const market = marbleMarket({ connection, trade: { BTCUSDT: trades } }, values)
      expectObservable(vwapDeviation$(market, { symbols: 'BTCUSDT', percent: 5 })).toBe(expected, {
        p: { type, symbol, time: 7, side: 'above', percent: near(7.843), price: 110, vwap: 102 },
      })
    }))

  it.each([{ percent: 0 }, { percent: NaN }, { span: 0 }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ trade: { BTCUSDT: '-' } })
      expect(() => vwapDeviation$(market, { symbols: 'BTCUSDT', ...wrong })).toThrow('option ')
      expectChannels(market).toBe({})
    }),
  )
})
