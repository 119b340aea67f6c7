import { marbles } from 'rxmarket/testing'
import { priceJump$ } from './price-jump.js'

const type = 'price-jump'

describe('price jump', () => {
  it('measures each jump from the last', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const trades = '  -a-b-c-d-e-|'
      const expected = '-----x---y-|'
      const market = marbleMarket(
        { trade: { BTCUSDT: trades } },
        { a: 100, b: 101.9, c: 102, d: 103, e: 99.9 },
      )
      expectObservable(priceJump$(market, { symbols: 'BTCUSDT', percent: 2 })).toBe(expected, {
        x: { type, symbol: 'BTCUSDT', time: 5, from: 100, to: 102 },
        y: { type, symbol: 'BTCUSDT', time: 9, from: 102, to: 99.9 },
      })
    }))

  it('measures on from the last price before a drop', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const connection = 'L--D----L---'
      const trades = '    -a-b-c-d-e-|'
      const expected = '  ---------y-|'
      const asked = '     ^----------!'
      const market = marbleMarket(
        { connection, trade: { BTCUSDT: trades } },
        { a: 100, b: 103, c: 106, d: 101, e: 103 },
      )
      expectObservable(priceJump$(market, { symbols: 'BTCUSDT', percent: 2 })).toBe(expected, {
        y: { type, symbol: 'BTCUSDT', time: 9, from: 100, to: 103 },
      })
      expectChannels(market).toBe({ 'trade BTCUSDT': asked })
    }))
})
