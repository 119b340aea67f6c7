import { marbles } from 'rxmarket/testing'
import { tradeBurst$ } from './trade-burst.js'

const type = 'burst'
const symbol = 'BTCUSDT'

describe('trade burst', () => {
  it('emits when trades come fast, once for each burst', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const trade = '   -aaaa 1s aaa|'
      const expected = ' ---b- 1s --c|'
      const market = marbleMarket({ trade: { BTCUSDT: trade } })
      expectObservable(tradeBurst$(market, { symbols: symbol, trades: 3, span: 500 })).toBe(expected, {
        b: { type, symbol, time: 3, trades: 3 },
        c: { type, symbol, time: 1_007, trades: 3 },
      })
    }))

  it('counts no burst across a gap', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L--D-L-----'
      const trade = '     -aaaaaaaa-'
      const expected = '   -------b--'
      const market = marbleMarket({ connection, trade: { BTCUSDT: trade } })
      expectObservable(tradeBurst$(market, { symbols: symbol, trades: 3, span: 500 })).toBe(expected, {
        b: { type, symbol, time: 7, trades: 3 },
      })
    }))

  it.each([{ trades: 0 }, { span: 0 }])('rejects %j', wrong =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket({ trade: { BTCUSDT: '-' } })
      expect(() => tradeBurst$(market, { symbols: symbol, ...wrong })).toThrow('option ')
      expectChannels(market).toBe({})
    }),
  )
})
