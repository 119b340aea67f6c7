import { marbles } from 'rxmarket/testing'
import { priceMoveAlert$ } from './price-move-alert.js'

const at = (price: number) => ({ price, openPrice: 100 })
const values = { a: at(101), b: at(104), c: at(106), d: at(96), e: { priceChangePercent: 5 } }
const type = 'price-move'
const symbol = 'BTCUSDT'

describe('price-move alert', () => {
  it('emits each crossing once, for each symbol separately', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const BTCUSDT = ' a-b-c-a-c-d|'
      const ETHUSDT = ' -d--d-d-|   '
      const expected = '-XB-----C-D|'
      const market = marbleMarket({ ticker: { BTCUSDT, ETHUSDT } }, values)
      expectObservable(priceMoveAlert$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })).toBe(expected, {
        X: { type, symbol: 'ETHUSDT', time: 1, direction: 'down', percent: -4 },
        B: { type, symbol, time: 2, direction: 'up', percent: 4 },
        C: { type, symbol, time: 8, direction: 'up', percent: 6 },
        D: { type, symbol, time: 10, direction: 'down', percent: -4 },
      })
      expectChannels(market).toBe({
        'ticker BTCUSDT': '^----------!',
        'ticker ETHUSDT': '^-------!',
      })
    }))

  it('emits beyond a given threshold, not at it', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const tickers = ' a-b-e-c-|'
      const expected = '------C-|'
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      expectObservable(priceMoveAlert$(market, { symbols: 'BTCUSDT', above: 5 })).toBe(expected, {
        C: { type, symbol, time: 6, direction: 'up', percent: 6 },
      })
    }))

  it('emits nothing after a reconnect to the same change', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const connection = 'L--D---L----'
      const tickers = '   -b-b-b-b-a-b'
      const expected = '  -B---------C'
      const asked = '     ^-----------'
      const market = marbleMarket({ connection, ticker: { BTCUSDT: tickers } }, values)
      expectObservable(priceMoveAlert$(market, { symbols: 'BTCUSDT' })).toBe(expected, {
        B: { type, symbol, time: 1, direction: 'up', percent: 4 },
        C: { type, symbol, time: 11, direction: 'up', percent: 4 },
      })
      expectChannels(market).toBe({ 'ticker BTCUSDT': asked })
    }))

  it.each([0, -3, NaN])('rejects to look above %s', above =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      expect(() => priceMoveAlert$(market, { symbols: 'BTCUSDT', above })).toThrow(
        `option above should be a number above 0, got ${above}`,
      )
      expectChannels(market).toBe({})
    }),
  )
})
