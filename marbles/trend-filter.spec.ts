import { aKline, marbles } from 'rxmarket/testing'
import { trendFilter$ } from './trend-filter.js'

const MINUTE = 60_000
const minute = (n: number, closePrice: number) => ({
  openTime: n * MINUTE,
  closeTime: (n + 1) * MINUTE - 1,
  closePrice,
  isClosed: true,
})

describe('trend filter', () => {
  it('starts warm, and emits when the trend changes', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const kline = '   -----a-b-c-|'
      const expected = ' u------d-u-|'
      const klines = [minute(0, 1), minute(1, 1), minute(2, 4)].map(known => aKline(known))
      const market = marbleMarket(
        { kline: { BTCUSDT: kline }, answers: { klines } },
        { a: minute(3, 4), b: minute(4, 2), c: minute(5, 6) },
      )
      const trend$ = trendFilter$(market, { symbols: 'BTCUSDT', klines: 3 })
      const trend = { type: 'trend', symbol: 'BTCUSDT' }
      expectObservable(trend$).toBe(expected, {
        u: expect.objectContaining({ ...trend, direction: 'up' }) as object,
        d: expect.objectContaining({ ...trend, direction: 'down' }) as object,
      })
      expectChannels(market).toBe({ 'kline BTCUSDT 1m': '^----------!' })
    }))

  it('rejects a count of klines below 1', () =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ kline: { BTCUSDT: '-' } })
      expect(() => trendFilter$(market, { symbols: 'BTCUSDT', klines: 0 })).toThrow('option klines')
      expectChannels(market).toBe({})
    }))
})
