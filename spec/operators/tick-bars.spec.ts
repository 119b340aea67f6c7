import { from } from 'rxjs'
import { tickBars } from '../../src/operators/tick-bars.js'
import { aTrade } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { marbles } from './marbles.js'

const at = (tradeTime: number, price: number, symbol = 'BTCUSDT') =>
  aTrade({ symbol, price, tradeTime, tradeId: tradeTime })

describe('tickBars', () => {
  it('closes a bar with its last trade or at completion', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: at(1, 10), b: at(2, 12), c: at(3, 9) }
      const source = cold('  -a-b-c-|    ', values)
      const subs = '         ^------!    '
      const expected = '     ---x---(y|) '
      expectObservable(source.pipe(tickBars(2))).toBe(expected, {
        x: {
          symbol: 'BTCUSDT',
          openTime: 1,
          closeTime: 2,
          firstTradeId: 1,
          lastTradeId: 2,
          openPrice: 10,
          highPrice: 12,
          lowPrice: 10,
          closePrice: 12,
          volume: 2,
          quoteVolume: 22,
          takerBuyVolume: 2,
          takerBuyQuoteVolume: 22,
          tradeCount: 2,
          isClosed: true,
          late: 0,
        },
        y: {
          symbol: 'BTCUSDT',
          openTime: 3,
          closeTime: 3,
          firstTradeId: 3,
          lastTradeId: 3,
          openPrice: 9,
          highPrice: 9,
          lowPrice: 9,
          closePrice: 9,
          volume: 1,
          quoteVolume: 9,
          takerBuyVolume: 1,
          takerBuyQuoteVolume: 9,
          tradeCount: 1,
          isClosed: false,
          late: 0,
        },
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('fills the bars of each symbol separately', () => {
    const trades = [at(1, 1), at(1, 9, 'ETHUSDT'), at(2, 2), at(3, 8, 'ETHUSDT')]
    const { events } = watch(from(trades).pipe(tickBars(2)))
    expect(events.map(({ symbol, openPrice, closePrice }) => [symbol, openPrice, closePrice])).toEqual([
      ['BTCUSDT', 1, 2],
      ['ETHUSDT', 9, 8],
    ])
  })

  it('starts empty for each subscription', () => {
    const bars$ = from([at(1, 1), at(2, 2), at(3, 3)]).pipe(tickBars(2))
    expect(watch(bars$).events).toEqual(watch(bars$).events)
  })

  it('rejects a count that is no integer above 0', () => {
    expect(() => tickBars(0)).toThrow('option count should be an integer from 1, got 0')
  })
})
