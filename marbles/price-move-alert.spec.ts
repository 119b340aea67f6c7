import { marbles } from 'rxmarket/testing'
import { priceMoveAlert$ } from './price-move-alert.js'

const at = (price: number) => ({ price, openPrice: 100 })
const values = { a: at(101), b: at(104), c: at(106), d: at(96) }
const type = 'price-move'
const B = { type, symbol: 'BTCUSDT', time: 2, direction: 'up', percent: 4 }
const C = { type, symbol: 'BTCUSDT', time: 8, direction: 'up', percent: 6 }
const D = { type, symbol: 'BTCUSDT', time: 10, direction: 'down', percent: -4 }
const X = { type, symbol: 'ETHUSDT', time: 1, direction: 'down', percent: -4 }

describe('price-move alert', () => {
  it('says each crossing once, for each symbol apart', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const BTCUSDT = ' a-b-c-a-c-d|'
      const ETHUSDT = ' -d--d-d-|'
      const expected = '-XB-----C-D|'
      const market = marbleMarket({ ticker: { BTCUSDT, ETHUSDT } }, values)
      const alerts$ = priceMoveAlert$(market, { symbols: ['BTCUSDT', 'ETHUSDT'] })
      expectObservable(alerts$).toBe(expected, { X, B, C, D })
      expectChannels(market).toBe({
        'ticker BTCUSDT': '^----------!',
        'ticker ETHUSDT': '^-------!',
      })
    }))

  it('takes another threshold', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: 'a-b-c-|' } }, values)
      expectObservable(priceMoveAlert$(market, { symbols: 'BTCUSDT', above: 5 })).toBe('----E-|', {
        E: { ...C, time: 4 },
      })
    }))
})
