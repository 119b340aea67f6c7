import { marbles } from 'rxmarket/testing'
import { spreadWatch$ } from './spread-watch.js'

const type = 'spread'
const symbol = 'BTCUSDT'
/** A quote around 1 with this spread in basis points. */
const wide = (points: number) => ({ bidPrice: 1 - points / 20_000, askPrice: 1 + points / 20_000 })
const values = { a: wide(2), b: wide(9), c: wide(16), d: wide(30), e: wide(0.1), f: wide(0.95), g: wide(1.1) }
const near = (value: number): number => expect.closeTo(value, 6) as number

describe('spread watch', () => {
  it('emits when the spread becomes unusually wide, and normal again', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const quotes = '  -a-a-a-c-c-a-|'
      const expected = '-------w---n-|'
      const market = marbleMarket({ bookTicker: { BTCUSDT: quotes } }, values)
      expectObservable(spreadWatch$(market, { symbols: 'BTCUSDT', times: 2 })).toBe(expected, {
        w: { type, symbol, time: 7, state: 'wide', spread: near(16), usual: near(22 / 4) },
        n: { type, symbol, time: 11, state: 'normal', spread: near(2), usual: near(40 / 6) },
      })
      expectChannels(market).toBe({ 'bookTicker BTCUSDT': '^------------!' })
    }))

  it('defaults to three times the mean of a minute', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const quotes = '  caaaab 59994ms aaaad|'
      const expected = '------  59994ms ----w|'
      const market = marbleMarket({ bookTicker: { BTCUSDT: quotes } }, values)
      expectObservable(spreadWatch$(market, { symbols: 'BTCUSDT' })).toBe(expected, {
        w: { type, symbol, time: 60_004, state: 'wide', spread: near(30), usual: near((9 + 4 * 2 + 30) / 6) },
      })
    }))

  it('ignores a spread below `above`', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' ee-e-e-f-e-|'
      const ETHUSDT = ' --e-e-e-g-e|'
      const expected = '--------w-n|'
      const market = marbleMarket({ bookTicker: { BTCUSDT, ETHUSDT } }, values)
      expectObservable(spreadWatch$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })).toBe(expected, {
        w: { type, symbol: 'ETHUSDT', time: 8, state: 'wide', spread: near(1.1), usual: near(1.4 / 4) },
        n: { type, symbol: 'ETHUSDT', time: 10, state: 'normal', spread: near(0.1), usual: near(1.5 / 5) },
      })
    }))

  it('compares each symbol with its own mean', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' a-a-a-a---c-'
      const ETHUSDT = ' -a-a-a-b----'
      const expected = '----------w-'
      const market = marbleMarket({ bookTicker: { BTCUSDT, ETHUSDT } }, values)
      expectObservable(spreadWatch$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })).toBe(expected, {
        w: { type, symbol, time: 10, state: 'wide', spread: near(16), usual: near(24 / 5) },
      })
    }))

  it('keeps the mean through a drop', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const connection = 'L-------D--L---'
      const quotes = '    -a-a-a-c-a-a-c-'
      const expected = '  -------v---n-w-'
      const asked = '     ^--------------'
      const market = marbleMarket({ connection, bookTicker: { BTCUSDT: quotes } }, values)
      expectObservable(spreadWatch$(market, { symbols: 'BTCUSDT', times: 2 })).toBe(expected, {
        v: { type, symbol, time: 7, state: 'wide', spread: near(16), usual: near(22 / 4) },
        n: { type, symbol, time: 11, state: 'normal', spread: near(2), usual: near(24 / 5) },
        w: { type, symbol, time: 13, state: 'wide', spread: near(16), usual: near(40 / 6) },
      })
      expectChannels(market).toBe({ 'bookTicker BTCUSDT': asked })
    }))

  it.each([{ times: 0 }, { times: NaN }, { above: 0 }, { span: 0 }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ bookTicker: { BTCUSDT: '-' } })
      expect(() => spreadWatch$(market, { symbols: 'BTCUSDT', ...wrong })).toThrow('option ')
      expectChannels(market).toBe({})
    }),
  )
})
