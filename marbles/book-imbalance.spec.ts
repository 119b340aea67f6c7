import { marbles } from 'rxmarket/testing'
import { bookImbalance$ } from './book-imbalance.js'

const type = 'imbalance'
const symbol = 'BTCUSDT'
const book = (bidQuantity: number, askQuantity: number) => ({ bidQuantity, askQuantity })
/** Imbalances of 0, 80 and -80 percent. */
const values = { a: book(5, 5), b: book(9, 1), s: book(1, 9) }

describe('book imbalance', () => {
  it('emits when one side outweighs the other for a while', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const quotes = '  -a-b-b-b-a-s-s-s-|'
      const expected = '-------x-------y-|'
      const market = marbleMarket({ bookTicker: { BTCUSDT: quotes } }, values)
      expectObservable(bookImbalance$(market, { symbols: 'BTCUSDT', span: 6 })).toBe(expected, {
        x: { type, symbol, time: 7, side: 'bid', percent: 80 },
        y: { type, symbol, time: 15, side: 'ask', percent: -80 },
      })
      expectChannels(market).toBe({ 'bookTicker BTCUSDT': '^----------------!' })
    }))

  it('ignores one order that appears and disappears', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const quotes = '  -a-b-a-s-a-|'
      const expected = '-----------|'
      const market = marbleMarket({ bookTicker: { BTCUSDT: quotes } }, values)
      expectObservable(bookImbalance$(market, { symbols: 'BTCUSDT' })).toBe(expected)
    }))

  it('emits beyond the threshold, not at it', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const quotes = '  -f-f-g-|'
      const expected = '-----x-|'
      const market = marbleMarket({ bookTicker: { BTCUSDT: quotes } }, { f: book(8, 2), g: book(9, 1) })
      expectObservable(bookImbalance$(market, { symbols: 'BTCUSDT', span: 2 })).toBe(expected, {
        x: { type, symbol, time: 5, side: 'bid', percent: 80 },
      })
    }))

  it('averages each symbol separately, over a second by default', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' a 998ms b-b-|'
      const ETHUSDT = ' b 998ms -a--|'
      const expected = 'e 998ms --x-|'
      const market = marbleMarket({ bookTicker: { BTCUSDT, ETHUSDT } }, values)
      expectObservable(bookImbalance$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })).toBe(expected, {
        e: { type, symbol: 'ETHUSDT', time: 0, side: 'bid', percent: 80 },
        x: { type, symbol, time: 1_001, side: 'bid', percent: 80 },
      })
    }))

  it('starts afresh after a drop longer than the span', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L---D----L---'
      const quotes = '    -a-b-b-b-b-b-'
      const expected = '  ---------x---'
      const market = marbleMarket({ connection, bookTicker: { BTCUSDT: quotes } }, values)
      expectObservable(bookImbalance$(market, { symbols: 'BTCUSDT', span: 6 })).toBe(expected, {
        x: { type, symbol, time: 9, side: 'bid', percent: 80 },
      })
    }))

  it.each([{ percent: 0 }, { percent: 100 }, { span: -1 }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ bookTicker: { BTCUSDT: '-' } })
      expect(() => bookImbalance$(market, { symbols: 'BTCUSDT', ...wrong })).toThrow('option ')
      expectChannels(market).toBe({})
    }),
  )
})
