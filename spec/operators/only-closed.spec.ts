import { onlyClosed } from '../../src/operators/only-closed.js'
import { createWorld, watch } from '../world.js'
import { marbles } from './marbles.js'

describe('onlyClosed', () => {
  it('emits closed klines only', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: { isClosed: false }, b: { isClosed: true } }
      const source = cold('  -a-a-b-a-|', values)
      const subs = '         ^--------!'
      const expected = '     -----b---|'
      expectObservable(source.pipe(onlyClosed())).toBe(expected, values)
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<{ isClosed: boolean }>('--#')
      const expected = '                          --#'
      expectObservable(source.pipe(onlyClosed())).toBe(expected)
    })
  })

  it('emits one kline for each minute of an exchange', () => {
    const { market, scheduler } = createWorld()
    const { events } = watch(market.kline$('BTCUSDT', '1m').pipe(onlyClosed()))
    scheduler.advanceBy(200_000)
    expect(events.length).toBe(3)
    const opens = events.map(({ openTime }) => openTime - (events[0]?.openTime ?? 0))
    expect(opens).toEqual([0, 60_000, 120_000])
  })
})
