import { aTrade, marbleMarket } from 'rxmarket/testing'
import { TestScheduler } from 'rxjs/testing'
import { priceJump$ } from './price-jump.js'

describe('price jump', () => {
  it('measures each jump from the last', () => {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(
      ({ cold, expectObservable }) => {
        const trades = '  -a-b-c-d-e-|'
        const expected = '-----x---y-|'
        const market = marbleMarket(
          { cold },
          { trade: { BTCUSDT: trades } },
          {
            a: aTrade({ price: 100 }),
            b: aTrade({ price: 101.9 }),
            c: aTrade({ price: 102 }),
            d: aTrade({ price: 103 }),
            e: aTrade({ price: 99.9 }),
          },
        )
        expectObservable(priceJump$(market, { symbol: 'BTCUSDT', percent: 2 })).toBe(expected, {
          x: { symbol: 'BTCUSDT', from: 100, to: 102 },
          y: { symbol: 'BTCUSDT', from: 102, to: 99.9 },
        })
      },
    )
  })
})
