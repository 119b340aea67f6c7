import { marbles } from 'rxmarket/testing'
import { volatilitySqueeze$ } from './volatility-squeeze.js'

const type = 'squeeze'
const symbol = 'BTCUSDT'
const closed = (closePrice: number) => ({ closePrice, isClosed: true })
/** Around 100, from loud to quiet, then away; `r` is a kline that is still running. */
const values = {
  a: closed(90),
  b: closed(110),
  c: closed(98),
  d: closed(101),
  e: closed(100),
  u: closed(120),
  v: closed(80),
  m: closed(97),
  n: closed(97.2),
  r: { closePrice: 200 },
}
const options = { symbols: 'BTCUSDT', klines: 2, deviations: 1, lookback: 2 }
/** The band of two klines is as wide as their difference. */
const near = (value: number): number => expect.closeTo(value, 1) as number
const width = (from: number, to: number): number =>
  expect.closeTo((Math.abs(to - from) / ((from + to) / 2)) * 100) as number

describe('volatility squeeze', () => {
  it('emits when the market is quiet, then its direction', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const klines = '  -a-b-a-c-d-e-v-|'
      const expected = '-------t-u-s-w-|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      const squeezes$ = volatilitySqueeze$(market, {
        symbols: 'BTCUSDT',
        klines: 2,
        deviations: 1,
        lookback: 2,
      })
      expectObservable(squeezes$).toBe(expected, {
        t: { type, symbol, time: 7, state: 'tight', price: 98, width: width(90, 98) },
        u: { type, symbol, time: 9, state: 'up', price: 101, width: width(98, 101) },
        s: { type, symbol, time: 11, state: 'tight', price: 100, width: width(101, 100) },
        w: { type, symbol, time: 13, state: 'down', price: 80, width: width(100, 80) },
      })
      expectChannels(market).toBe({ 'kline BTCUSDT 1m': '^--------------!' })
    }))

  it('emits a squeeze once and ignores running klines', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -a-b-a-c-r-m-r-n-r-u-|'
      const expected = '-------t-----------u-|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(volatilitySqueeze$(market, options)).toBe(expected, {
        t: { type, symbol, time: 7, state: 'tight', price: 98, width: width(90, 98) },
        u: { type, symbol, time: 19, state: 'up', price: 120, width: width(97.2, 120) },
      })
    }))

  it('defaults to 125 bands of twenty klines', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = `  ${'ab'.repeat(72)}e|`
      const expected = `${'--'.repeat(72)}t|`
      const soon = `      ${'ab'.repeat(71)}ae|`
      const nothing = ` ${'--'.repeat(71)}--|`
      const market = marbleMarket({ kline: { BTCUSDT: klines, ETHUSDT: soon } }, values)
      expectObservable(volatilitySqueeze$(market, { symbols: 'BTCUSDT' })).toBe(expected, {
        t: {
          type,
          symbol,
          time: 144,
          state: 'tight',
          price: 100,
          width: near((4 * Math.sqrt(9_475 / 100)) / 1.005),
        },
      })
      expectObservable(volatilitySqueeze$(market, { symbols: 'ETHUSDT' })).toBe(nothing)
    }))

  it('emits nothing before a band is full', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -a-b-a-|'
      const expected = '-------|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(volatilitySqueeze$(market, { ...options, klines: 3, lookback: 1 })).toBe(expected)
    }))

  it('emits nothing before the lookback is full', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = '  -a-b-c-|'
      const expected = '-------|'
      const market = marbleMarket({ kline: { BTCUSDT: klines } }, values)
      expectObservable(volatilitySqueeze$(market, options)).toBe(expected)
    }))

  it('tracks each symbol separately and unsubscribes', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const BTCUSDT = ' -a-b-a-c----'
      const ETHUSDT = ' --d-e-d-e-d-'
      const expected = '-------t----'
      const unsub = '   ^----------!'
      const market = marbleMarket({ kline: { BTCUSDT, ETHUSDT } }, values)
      const squeezes$ = volatilitySqueeze$(market, { ...options, symbols: ['BTCUSDT', 'ETHUSDT'] })
      expectObservable(squeezes$, unsub).toBe(expected, {
        t: { type, symbol, time: 7, state: 'tight', price: 98, width: width(90, 98) },
      })
      expectChannels(market).toBe({ 'kline BTCUSDT 1m': unsub, 'kline ETHUSDT 1m': unsub })
    }))

  it('keeps a squeeze through a drop', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L-------D-L--'
      const klines = '    -a-b-a-c-u-v-'
      const expected = '  -------t---w-'
      const market = marbleMarket({ connection, kline: { BTCUSDT: klines } }, values)
      expectObservable(volatilitySqueeze$(market, options)).toBe(expected, {
        t: { type, symbol, time: 7, state: 'tight', price: 98, width: width(90, 98) },
        w: { type, symbol, time: 11, state: 'down', price: 80, width: width(98, 80) },
      })
    }))

  it.each([{ klines: 0 }, { deviations: 0 }, { lookback: 1.5 }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ kline: { BTCUSDT: '-' } })
      expect(() => volatilitySqueeze$(market, { ...options, ...wrong })).toThrow('option ')
      expectChannels(market).toBe({})
    }),
  )
})
