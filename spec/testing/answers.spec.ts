import { catchError, of, toArray } from 'rxjs'
import type { MarketError } from '../../src/index.js'
import { aDepthSnapshot, aKline, aTrade, marbles } from '../../src/testing/index.js'

const MINUTE = 60_000
const klines = [0, 1, 2, 3].map(index => aKline({ openTime: index * MINUTE, isClosed: true }))

describe('answers of a marble market', () => {
  it('are selected from the given history as the exchange would', () => {
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({
        answers: { klines, trades: [1, 2, 3].map(tradeId => aTrade({ tradeId })) },
      })
      const from$ = market.klineHistory$('BTCUSDT', '1m', { from: MINUTE, to: 2 * MINUTE })
      const newest$ = market.query$({ kind: 'klines', symbol: 'BTCUSDT', freq: '1m', limit: 2 })
      const others$ = market.klineHistory$('ETHUSDT', '1m')
      const hours$ = market.klineHistory$('BTCUSDT', '1h')
      const trades$ = market.tradeHistory$('BTCUSDT', { fromId: 2 })
      const history = (from: number, to: number) =>
        klines.slice(from, to).map(kline => ({ ...kline, backfilled: true }))
      expectObservable(from$.pipe(toArray())).toBe('(a|)', { a: history(1, 3) })
      expectObservable(newest$).toBe('(a|)', { a: history(2, 4) })
      expectObservable(others$).toBe('|')
      expectObservable(hours$).toBe('|')
      expectObservable(trades$).toBe('(ab|)', {
        a: aTrade({ tradeId: 2, backfilled: true }),
        b: aTrade({ tradeId: 3, backfilled: true }),
      })
    })
  })

  it('may depend on the query, take time and fail', () => {
    marbles(({ marbleMarket, cold, expectObservable }) => {
      const snapshot = aDepthSnapshot({ lastUpdateId: 7 })
      const market = marbleMarket({
        answers: {
          depthSnapshot: ({ symbol }) =>
            symbol === 'BTCUSDT' ? cold('--(s|)', { s: snapshot }) : cold('-#', {}, new Error('too busy')),
        },
      })
      expectObservable(market.depthSnapshot$('BTCUSDT')).toBe('--(s|)', { s: snapshot })
      expectObservable(market.depthSnapshot$('ETHUSDT')).toBe('-#', {}, new Error('too busy'))
    })
  })

  it('that are not given are UNSUPPORTED', () => {
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({})
      const code$ = market.serverTime$().pipe(catchError((error: MarketError) => of(error.code)))
      expectObservable(code$).toBe('(u|)', { u: 'UNSUPPORTED' })
    })
  })
})
