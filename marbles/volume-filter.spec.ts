import { marbles } from 'rxmarket/testing'
import { volumeFilter$ } from './volume-filter.js'

const type = 'high-volume'
const values = {
  a: { volume: 900 },
  b: { volume: 1_100 },
  c: { volume: 1_200 },
  m: { volume: 1_000_000 },
  n: { volume: 1_000_001 },
}

describe('volume filter', () => {
  it('emits each ticker of a busy symbol', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const ADAUSDT = ' -a---b---c---|'
      const LTCUSDT = ' ---a---a---|  '
      const expected = '-----b---c---|'
      const market = marbleMarket({ ticker: { ADAUSDT, LTCUSDT } }, values)
      expectObservable(volumeFilter$(market, { symbols: ['ADAUSDT', 'LTCUSDT'], above: 1_000 })).toBe(
        expected,
        {
          b: { type, symbol: 'ADAUSDT', time: 5, volume: 1_100, price: 100 },
          c: { type, symbol: 'ADAUSDT', time: 9, volume: 1_200, price: 100 },
        },
      )
      expectChannels(market).toBe({
        'ticker ADAUSDT': '^------------!',
        'ticker LTCUSDT': '^----------!',
      })
    }))

  it('emits above a million by default, not at it', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const tickers = ' -m-n-|'
      const expected = '---n-|'
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      expectObservable(volumeFilter$(market, { symbols: 'BTCUSDT' })).toBe(expected, {
        n: { type, symbol: 'BTCUSDT', time: 3, volume: 1_000_001, price: 100 },
      })
    }))

  it('continues after a drop', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L-D--L--'
      const tickers = '   -b-b--b-'
      const expected = '  -b----c-'
      const market = marbleMarket({ connection, ticker: { BTCUSDT: tickers } }, values)
      expectObservable(volumeFilter$(market, { symbols: 'BTCUSDT', above: 1_000 })).toBe(expected, {
        b: { type, symbol: 'BTCUSDT', time: 1, volume: 1_100, price: 100 },
        c: { type, symbol: 'BTCUSDT', time: 6, volume: 1_100, price: 100 },
      })
    }))

  it.each([0, NaN])('rejects a volume of %s', above =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      expect(() => volumeFilter$(market, { symbols: 'BTCUSDT', above })).toThrow('option above should be')
      expectChannels(market).toBe({})
    }),
  )
})
