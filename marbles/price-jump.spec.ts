import { marbles } from 'rxmarket/testing'
import { priceJump$ } from './price-jump.js'

const type = 'price-jump'
const symbol = 'BTCUSDT'

describe('price jump', () => {
  it('measures each jump from the previous one', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const trades = '  -a-b-c-d-e-|'
      const expected = '-----x---y-|'
      const values = { a: 100, b: 101.9, c: 102, d: 103, e: 99.9 }
      const market = marbleMarket({ trade: { BTCUSDT: trades } }, values)
      expectObservable(priceJump$(market, { symbols: 'BTCUSDT', percent: 2 })).toBe(expected, {
        x: { type, symbol, time: 5, to: 102, from: 100 },
        y: { type, symbol, time: 9, to: 99.9, from: 102 },
      })
    }))

  it('measures each symbol separately', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const BTCUSDT = ' -a---b----'
      const ETHUSDT = ' ---x---y--'
      const expected = '-----B-----'
      const unsub = '   ^--------!'
      const market = marbleMarket({ trade: { BTCUSDT, ETHUSDT } }, { a: 100, b: 103, x: 10, y: 10.1 })
      const jumps$ = priceJump$(market, { symbols: ['BTCUSDT', 'ETHUSDT'], percent: 2 })
      expectObservable(jumps$, unsub).toBe(expected, { B: { type, symbol, time: 5, to: 103, from: 100 } })
      expectChannels(market).toBe({ 'trade BTCUSDT': '^--------!', 'trade ETHUSDT': '^--------!' })
    }))

  it('measures from the last price before a drop', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const connection = 'L--D----L---'
      const trades = '    -a-b-c-d-e-|'
      const expected = '  ---------y-|'
      const asked = '     ^----------!'
      const values = { a: 100, b: 103, c: 106, d: 101, e: 103 }
      const market = marbleMarket({ connection, trade: { BTCUSDT: trades } }, values)
      expectObservable(priceJump$(market, { symbols: 'BTCUSDT', percent: 2 })).toBe(expected, {
        y: { type, symbol, time: 9, to: 103, from: 100 },
      })
      expectChannels(market).toBe({ 'trade BTCUSDT': asked })
    }))

  it('errors when its channel is rejected', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const trades = '  -a-#'
      const expected = '---#'
      const market = marbleMarket({ trade: { NOUSDT: trades } }, { a: 100 })
      expectObservable(priceJump$(market, { symbols: 'NOUSDT' })).toBe(
        expected,
        {},
        { code: 'SUBSCRIBE_REJECTED' },
      )
    }))

  it.each([0, -1, NaN])('rejects a jump of %s percent', percent =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ trade: { BTCUSDT: '-' } })
      expect(() => priceJump$(market, { symbols: 'BTCUSDT', percent })).toThrow('option percent should be')
      expectChannels(market).toBe({})
    }),
  )
})
