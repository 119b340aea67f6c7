import { createWorld, START, watch } from '../../world.js'

describe('linger', () => {
  it('keeps the connection for one second, and sends UNSUBSCRIBE immediately', () => {
    const { market, scheduler, exchange, commands, statuses } = createWorld()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(999)
    expect(commands().at(-1)).toMatchObject({ method: 'UNSUBSCRIBE', params: ['btcusdt@ticker'], at: 2_000 })
    expect(exchange.connections).toHaveLength(1)
    scheduler.advanceBy(2)
    expect(exchange.connections).toHaveLength(0)
    expect(statuses.at(-1)).toMatchObject({ type: 'closed', code: 1000, at: START + 3_000 })
    scheduler.advanceBy(10_000)
    expect(scheduler.pending).toBe(0)
  })

  it('reuses the connection for a subscriber within the linger time', () => {
    const { market, scheduler, exchange, steps } = createWorld()
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'BTCUSDT', 'ETHUSDT']) {
      const ticker = watch(market.ticker$(symbol))
      scheduler.advanceBy(2_000)
      expect(ticker.events.length).toBeGreaterThan(0)
      ticker.subscription.unsubscribe()
      scheduler.advanceBy(900)
    }
    expect(exchange.attempts).toBe(1)
    expect(steps()).not.toContain('closed')
    scheduler.advanceBy(200)
    expect(steps().at(-1)).toBe('closed')
  })

  it('lasts as long as configured, measured from the last unsubscribe', () => {
    const { market, scheduler, exchange } = createWorld({ linger: 5_000 })
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    first.subscription.unsubscribe()
    scheduler.advanceBy(4_000)
    watch(market.trade$('BTCUSDT')).subscription.unsubscribe()
    const second = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    second.subscription.unsubscribe()
    scheduler.advanceBy(4_900)
    expect(exchange.connections).toHaveLength(1)
    scheduler.advanceBy(200)
    expect(exchange.connections).toHaveLength(0)
  })

  it.each([true, false])('keeps the connection when a subscriber returns (stays: %s)', stays => {
    const { market, scheduler, exchange, steps } = createWorld()
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    // Scheduled before the linger, so that it runs first when both are due.
    scheduler.schedule(() => {
      const second = watch(market.trade$('BTCUSDT'))
      if (!stays) second.subscription.unsubscribe()
    }, 1_000)
    first.subscription.unsubscribe()
    scheduler.advanceBy(2_000)
    expect(exchange.attempts).toBe(1)
    expect(steps().slice(3)).toEqual(stays ? ['live', 'subscribing', 'live'] : ['live', 'closed'])
  })

  it('of 0 closes as soon as the UNSUBSCRIBE is acknowledged', () => {
    const { market, scheduler, exchange } = createWorld({ linger: 0 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(1)
    expect(exchange.connections).toHaveLength(0)
  })

  it('is ignored by close(), also while it is running', async () => {
    for (const wait of [0, 10_000]) {
      const { market, scheduler, exchange } = createWorld({ linger: 60_000 })
      const ticker = watch(market.ticker$('BTCUSDT'))
      scheduler.advanceBy(1_000)
      ticker.subscription.unsubscribe()
      scheduler.advanceBy(wait)
      const closing = market.close()
      scheduler.advanceBy(10)
      await closing
      expect(exchange.connections).toHaveLength(0)
      expect(scheduler.pending).toBe(exchange.connections.length)
    }
  })

  it('reconnects after a drop only when a stream is wanted', () => {
    const { market, scheduler, exchange, steps, errors } = createWorld({ linger: 60_000 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    exchange.faults.drop()
    scheduler.advanceBy(30_000)
    expect(exchange.attempts).toBe(1)
    expect(steps().at(-1)).toBe('closed')
    const again = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(3_000)
    expect(exchange.attempts).toBe(2)
    expect(again.events.length).toBeGreaterThan(0)
    expect(errors).toEqual([])
  })

  it('does not probe; detects a dead connection when next needed', () => {
    const { market, scheduler, exchange, commands, steps } = createWorld({ linger: 3_600_000 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(600_000)
    expect(commands().filter(({ method }) => method === 'LIST_SUBSCRIPTIONS')).toEqual([])
    exchange.faults.halfOpen()
    const again = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(36_000)
    expect(steps()).toContain('stale')
    expect(again.events.length).toBeGreaterThan(0)
  })

  it('immediately closes a connection that is not open yet', () => {
    const { market, scheduler, exchange, statuses } = createWorld({ linger: 60_000 }, { latency: 500 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(100)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(1)
    expect(statuses.at(-1)).toMatchObject({ type: 'closed', code: 1000 })
    scheduler.advanceBy(10_000)
    expect(exchange.connections).toHaveLength(0)
  })
})
