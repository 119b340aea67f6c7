/** A strategy tested with Node's own runner: `node --import tsx --test`. */
import { test } from 'node:test'
import { marbles } from 'rxmarket/testing'
import { priceMoveAlert$ } from './price-move-alert.js'

// The runner awaits the promise of `test` itself.
void test('emits each move once, also after a drop', () =>
  marbles(({ marbleMarket, expectObservable, expectChannels }) => {
    const connection = 'L------D--L--'
    const ticker = '    a-b-b-a--b--b'
    const expected = '  --x---------x'
    const asked = '     ^------------'
    const market = marbleMarket(
      { connection, ticker: { BTCUSDT: ticker } },
      { a: { priceChangePercent: 1 }, b: { priceChangePercent: -4 } },
    )
    expectObservable(priceMoveAlert$(market, 'BTCUSDT', 3)).toBe(expected, {
      x: 'BTCUSDT moved by more than 3 %',
    })
    expectChannels(market).toBe({ 'ticker BTCUSDT': asked })
  }))
