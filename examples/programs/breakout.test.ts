/** Tests of the strategy, with Jest: its rule in marbles, its survival in a simulation. */
import { marbles, simulate } from 'rxmarket/testing'
import { map } from 'rxjs'
import { breakout$ } from './breakout.js'

describe('breakout', () => {
  it('emits a price at the high of the window', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ trade: { BTCUSDT: 'a-b-a-c-|' } }, { a: 100, b: 105, c: 106 })
      const price$ = breakout$(market, 'BTCUSDT', 60_000).pipe(map(({ price }) => price))
      expectObservable(price$).toBe('                  --b---c-|', { b: 105, c: 106 })
    }))

  it('forgets a high after the window', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ trade: { BTCUSDT: 'b 59s a 2s c|' } }, { a: 100, b: 105, c: 103 })
      const price$ = breakout$(market, 'BTCUSDT', 60_000).pipe(map(({ price }) => price))
      expectObservable(price$).toBe('                     - 59s - 2s c|', { c: 103 })
    }))

  it('emits through drops, and leaves nothing behind', () => {
    const report = simulate(
      { seed: 1, hours: 0.1, symbols: ['BTCUSDT'], faults: [{ every: 60_000, fault: 'reset' }] },
      market => breakout$(market, 'BTCUSDT', 30_000),
    )
    expect(report.signals.length).toBeGreaterThan(5)
    expect(report.counts.reconnects).toBeGreaterThan(3)
    expect(report.left).toEqual({ connections: 0, timers: 0 })
  })
})
