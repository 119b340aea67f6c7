import { marbles } from 'rxmarket/testing'
import { bookPressure$ } from './book-pressure.js'

const type = 'pressure'
const symbol = 'BTCUSDT'
const book = (bidQuantity: number, askQuantity: number) => ({ bidQuantity, askQuantity })
/** Pressures of 0, 80 and -80 percent. */
const values = { a: book(5, 5), b: book(9, 1), s: book(1, 9) }

describe('book pressure', () => {
  it('emits when one side outweighs the other for a while', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const books = '   -a-b-b-b-a-s-s-s-|'
      const expected = '-------x-------y-|'
      const market = marbleMarket({ book: { BTCUSDT: books } }, values)
      expectObservable(bookPressure$(market, { symbols: 'BTCUSDT', span: 6, bps: 3 })).toBe(expected, {
        x: { type, symbol, time: 7, side: 'bid', percent: 80 },
        y: { type, symbol, time: 15, side: 'ask', percent: -80 },
      })
      expectChannels(market).toBe({ 'depthDiff BTCUSDT 100ms': '^----------------!' })
    }))

  it('counts the levels within the distance, and no others', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const deep = {
        bids: [
          [99.99, 1],
          [99.95, 30],
          [99.5, 900],
        ],
        asks: [
          [100.01, 1],
          [100.05, 5],
        ],
      } as const
      const books = '   -a--|'
      const far = '     -x--|'
      const near = '    ----|'
      const market = marbleMarket({ book: { BTCUSDT: books } }, { a: deep })
      const options = { symbols: 'BTCUSDT', span: 1 }
      expectObservable(bookPressure$(market, { ...options, bps: 10 })).toBe(far, {
        x: { type, symbol, time: 1, side: 'bid', percent: ((31 - 6) / 37) * 100 },
      })
      expectObservable(bookPressure$(market, { ...options, bps: 2 })).toBe(near)
    }))

  it('averages each symbol separately, over a second by default', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' a 998ms b-b-|'
      const ETHUSDT = ' b 998ms -a--|'
      const expected = 'e 998ms --x-|'
      const market = marbleMarket({ book: { BTCUSDT, ETHUSDT } }, values)
      expectObservable(bookPressure$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })).toBe(expected, {
        e: { type, symbol: 'ETHUSDT', time: 0, side: 'bid', percent: 80 },
        x: { type, symbol, time: 1_001, side: 'bid', percent: 80 },
      })
    }))

  it('ignores a book that is stale', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L---D---L---'
      const books = '     -a-b-b-b-s-'
      const expected = '  ---------y-'
      const market = marbleMarket({ connection, book: { BTCUSDT: books } }, values)
      expectObservable(bookPressure$(market, { symbols: 'BTCUSDT', span: 5 })).toBe(expected, {
        y: { type, symbol, time: 9, side: 'ask', percent: -80 },
      })
    }))

  it.each([{ bps: 0 }, { percent: 0 }, { percent: 100 }, { span: -1 }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ book: { BTCUSDT: '-' } })
      expect(() => bookPressure$(market, { symbols: 'BTCUSDT', ...wrong })).toThrow('option ')
      expectChannels(market).toBe({})
    }),
  )
})
