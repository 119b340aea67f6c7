import { aTicker, marbleMarket } from 'rxmarket/testing'
import { TestScheduler } from 'rxjs/testing'
import { priceMoveAlert$ } from './price-move-alert.js'

const testScheduler = () => new TestScheduler((actual, expected) => expect(actual).toEqual(expected))

const at = (symbol: string, price: number) => aTicker({ symbol, price, openPrice: 100 })
const values = {
  a: at('BTCUSDT', 101),
  b: at('BTCUSDT', 104),
  c: at('BTCUSDT', 106),
  d: at('BTCUSDT', 96),
  x: at('ETHUSDT', 96),
}
const B = { symbol: 'BTCUSDT', direction: 'up', percent: 4 }
const C = { symbol: 'BTCUSDT', direction: 'up', percent: 6 }
const D = { symbol: 'BTCUSDT', direction: 'down', percent: -4 }
const X = { symbol: 'ETHUSDT', direction: 'down', percent: -4 }

describe('price-move alert', () => {
  it('says each crossing once, for each symbol apart', () => {
    testScheduler().run(({ cold, expectObservable, expectSubscriptions }) => {
      const diagrams = {
        BTCUSDT: ' a-b-c-a-c-d|',
        ETHUSDT: ' -x--x-x|',
      }
      const expected = '-XB-----C-D|'
      const market = marbleMarket({ cold }, { ticker: diagrams }, values)
      const alerts$ = priceMoveAlert$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })
      expectObservable(alerts$).toBe(expected, { X, B, C, D })
      expectSubscriptions([]).toBe([])
    })
  })

  it('takes another threshold', () => {
    testScheduler().run(({ cold, expectObservable }) => {
      const market = marbleMarket({ cold }, { ticker: { BTCUSDT: 'a-b-c-|' } }, values)
      expectObservable(priceMoveAlert$(market, { symbols: 'BTCUSDT', above: 5 })).toBe('----C-|', { C })
    })
  })
})
