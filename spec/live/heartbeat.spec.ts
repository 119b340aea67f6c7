import { createWorld, watch } from '../world.js'

describe('heartbeat', () => {
  it('reports stale within heartbeatInterval + commandTimeout, and reconnects', () => {
    const { market, scheduler, exchange, statuses, subscribed } = createWorld()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(20_000)
    exchange.faults.halfOpen()
    const before = ticker.events.length
    scheduler.advanceBy(17_000)
    expect(statuses.slice(4).map(({ type }) => type)).toEqual([
      'stale',
      'closed',
      'reconnecting',
      'connecting',
      'open',
      'subscribing',
      'live',
    ])
    expect(statuses[4]).toMatchObject({ type: 'stale', silence: 15_000 })
    expect(statuses[5]).toMatchObject({ code: 1006, reason: expect.stringContaining('15000 ms') as unknown })
    expect(ticker.events.length).toBeGreaterThan(before)
    expect(ticker.terminations).toEqual([])
    expect(subscribed().at(-1)).toBe('btcusdt@ticker')
  })

  it('keeps a quiet connection that answers', () => {
    const { market, scheduler, exchange, steps, commands } = createWorld()
    watch(market.trade$('UNLISTEDUSDT'))
    scheduler.advanceBy(600_000)
    expect(exchange.attempts).toBe(1)
    expect(steps().at(-1)).toBe('live')
    expect(commands().filter(({ method }) => method === 'LIST_SUBSCRIPTIONS').length).toBe(20)
  })

  it('closes a connection that delivers but leaves a probe unanswered', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(20_000)
    const lift = exchange.faults.loseAcks(Infinity)
    scheduler.advanceBy(41_000)
    lift()
    expect(statuses.find(({ type }) => type === 'stale')).toMatchObject({ at: statuses[0]!.at + 60_000 })
  })

  it('accepts only the reply to the probe itself', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(29_000)
    exchange.faults.loseAcks(1)
    scheduler.advanceBy(5_000)
    watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(27_000)
    expect(statuses.find(({ type }) => type === 'stale')).toMatchObject({ at: statuses[0]!.at + 60_000 })
  })

  it('resubscribes a stream that the exchange lost', () => {
    const { market, scheduler, exchange, subscribed, steps } = createWorld()
    const ticker = watch(market.ticker$(['BTCUSDT', 'ETHUSDT']))
    scheduler.advanceBy(10_000)
    exchange.faults.forget('ethusdt@ticker')
    scheduler.advanceBy(22_000)
    expect([...subscribed()].sort()).toEqual(['btcusdt@ticker', 'ethusdt@ticker'])
    expect(exchange.attempts).toBe(1)
    expect(steps().slice(3)).toEqual(['live', 'subscribing', 'live'])
    expect(ticker.terminations).toEqual([])
  })

  it('unsubscribes a stream that the exchange sends unrequested', () => {
    const { market, scheduler, exchange, subscribed, commands } = createWorld({
      connect: url => exchange.connect(`${url}?streams=ethusdt@ticker`),
    })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(31_000)
    expect(subscribed()).toEqual(['btcusdt@ticker'])
    expect(commands().at(-1)).toMatchObject({ method: 'UNSUBSCRIBE', params: ['ethusdt@ticker'] })
  })

  it('is not stale while the rate limiter delays the probe', () => {
    const { market, scheduler, steps } = createWorld({ heartbeatInterval: 1_000 }, { latency: 200 })
    watch(market.ticker$('BTCUSDT'))
    // As many commands as the rate limiter admits, and always one more.
    for (let n = 0; n < 300; n++) {
      const { subscription } = watch(market.ticker$(`SYM${n}`))
      scheduler.advanceBy(150)
      subscription.unsubscribe()
    }
    expect(steps()).not.toContain('stale')
  })

  it('detects a dead connection after two unanswered commands', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.halfOpen()
    watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(20_000)
    expect(statuses.find(({ type }) => type === 'stale')).toMatchObject({ at: statuses[0]!.at + 16_000 })
  })
})
