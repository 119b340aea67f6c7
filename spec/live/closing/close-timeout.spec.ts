import { createWorld, watch } from '../../world.js'

describe('closeTimeout', () => {
  it.each([
    { closeTimeout: 2_000, linger: 1_000 },
    { closeTimeout: 300, linger: 0 },
    { closeTimeout: 500, linger: 4_000 },
  ])('and linger bound an unanswered UNSUBSCRIBE (%j)', options => {
    const { market, scheduler, exchange } = createWorld(options)
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.loseAcks(Infinity)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(options.closeTimeout + options.linger + 10)
    expect(exchange.connections).toHaveLength(0)
    scheduler.advanceBy(60_000)
    expect(scheduler.pending).toBe(0)
  })

  it('limits the close of a connection whose peer is gone', () => {
    const { market, scheduler, exchange, steps } = createWorld({ linger: 0 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.halfOpen()
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(2_010)
    expect(steps().at(-1)).toBe('closed')
  })
})
