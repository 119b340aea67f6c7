import { NEVER, of, throwError, timer, map } from 'rxjs'
import { type Ticker } from 'rxmarket'
import { marbles } from 'rxmarket/testing'
import { batchProcessor$ } from './batch-processor.js'

const type = 'batch'
const symbol = 'BTCUSDT'
const values = { a: 1, b: 2, c: 3, d: 4, e: 5, x: 10, y: 20 }
const sum$ = (tickers: readonly Ticker[]) => of(tickers.reduce((sum, { price }) => sum + price, 0))

describe('batch processor', () => {
  it('processes full batches, old batches, and the rest at completion', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const tickers = ' -a-b---c-------d|   '
      const expected = '---x-------y----(z|)'
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      const sums$ = batchProcessor$(market, { symbols: 'BTCUSDT', process$: sum$, size: 2, timeout: 4 })
      expectObservable(sums$).toBe(expected, {
        x: { type, symbol, time: 3, result: 3, size: 2 },
        y: { type, symbol, time: 7, result: 3, size: 1 },
        z: { type, symbol, time: 15, result: 4, size: 1 },
      })
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^---------------!' })
    }))

  it('defaults to ten tickers or five seconds', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const tickers = ' aaaaaaaaaa-b           ----'
      const expected = '---------x- 5s         y---'
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      expectObservable(batchProcessor$(market, { symbols: 'BTCUSDT', process$: sum$ })).toBe(expected, {
        x: { type, symbol, time: 9, result: 10, size: 10 },
        y: { type, symbol, time: 11, result: 2, size: 1 },
      })
    }))

  it('batches each symbol separately', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const BTCUSDT = ' -a---b-----'
      const ETHUSDT = ' ---x---y---'
      const expected = '-----p-q---'
      const market = marbleMarket({ ticker: { BTCUSDT, ETHUSDT } }, values)
      const options = { symbols: ['BTCUSDT', 'ETHUSDT'], process$: sum$, size: 2 }
      expectObservable(batchProcessor$(market, options)).toBe(expected, {
        p: { type, symbol, time: 5, result: 3, size: 2 },
        q: { type, symbol: 'ETHUSDT', time: 7, result: 30, size: 2 },
      })
    }))

  it('processes one batch at a time, completes after the last', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const tickers = ' -a-b-c|         '
      const expected = '-----x---y---(z|)'
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      const process$ = ([ticker]: readonly Ticker[]) => timer(4).pipe(map(() => ticker?.price))
      expectObservable(batchProcessor$(market, { symbols: 'BTCUSDT', process$, size: 1 })).toBe(expected, {
        x: { type, symbol, time: 1, result: 1, size: 1 },
        y: { type, symbol, time: 3, result: 2, size: 1 },
        z: { type, symbol, time: 5, result: 3, size: 1 },
      })
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^-----!' })
    }))

  it('errors with OVERFLOW and unsubscribes when processing falls behind', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const tickers = ' -a-b-c-d-'
      const expected = '-------#  '
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      const options = { symbols: 'BTCUSDT', process$: () => NEVER, size: 1, waiting: 2 }
      expectObservable(batchProcessor$(market, options)).toBe(expected, {}, { code: 'OVERFLOW' })
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^------!' })
    }))

  it('errors with the error of the work', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const tickers = ' -a-b-c-d-'
      const expected = '---#      '
      const market = marbleMarket({ ticker: { BTCUSDT: tickers } }, values)
      const process$ = () => throwError(() => new Error('disk full'))
      const options = { symbols: 'BTCUSDT', process$, size: 2 }
      expectObservable(batchProcessor$(market, options)).toBe(expected, {}, new Error('disk full'))
    }))

  it('keeps a started batch through a drop', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L-D--L----'
      const tickers = '   -a-b---c--'
      const expected = '  -------x--'
      const market = marbleMarket({ connection, ticker: { BTCUSDT: tickers } }, values)
      const options = { symbols: 'BTCUSDT', process$: sum$, size: 2 }
      expectObservable(batchProcessor$(market, options)).toBe(expected, {
        x: { type, symbol, time: 7, result: 4, size: 2 },
      })
    }))

  it.each([{ size: 0 }, { timeout: -1 }, { waiting: 0.5 }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      expect(() => batchProcessor$(market, { symbols: 'BTCUSDT', process$: sum$, ...wrong })).toThrow(
        'option ',
      )
      expectChannels(market).toBe({})
    }),
  )
})
