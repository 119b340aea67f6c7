import { createWorld, watch } from '../../world.js'

describe('serverShutdown with rotation: false', () => {
  const withoutRotation: typeof createWorld = (options, exchangeOptions) =>
    createWorld({ rotation: false, ...options }, exchangeOptions)

  it('leads to a new connection at once, long before the old one is cut', () => {
    const { market, scheduler, exchange, statuses, subscribed } = withoutRotation()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    exchange.shutdown({ grace: 10_000 })
    scheduler.advanceBy(100)
    expect(subscribed()).toEqual(['btcusdt@ticker'])
    expect(statuses.at(-1)).toMatchObject({ type: 'live' })
    expect(statuses.find(({ type }) => type === 'closed')).toMatchObject({ code: 1000 })
    expect(statuses.find(({ type }) => type === 'reconnecting')).toMatchObject({
      attempt: 0,
      delay: 0,
      cause: { code: 'SERVER_SHUTDOWN' },
    })
    scheduler.advanceBy(20_000)
    expect(exchange.attempts).toBe(2)
    expect(ticker.terminations).toEqual([])
    expect(ticker.events.length).toBe(30)
  })

  it('backs off from an exchange that greets every connection with it', () => {
    const { market, scheduler, exchange, statuses } = withoutRotation()
    const ticker = watch(market.ticker$('BTCUSDT'))
    const greet = market.connection$.subscribe(({ type }) => {
      if (type === 'live') exchange.faults.send('{"e":"serverShutdown","E":1770123456789}')
    })
    scheduler.advanceBy(300_000)
    greet.unsubscribe()
    const delays = statuses.flatMap(status => (status.type === 'reconnecting' ? [status.delay] : []))
    expect(delays).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000])
    expect(ticker.terminations).toEqual([expect.objectContaining({ code: 'RECONNECT_FAILED' })])
  })

  it('counts the free attempt as none, also when attempts have failed before', () => {
    const { market, scheduler, exchange, statuses } = withoutRotation({ reconnect: { initialDelay: 1_000 } })
    exchange.faults.refuse({ count: 1 })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    exchange.shutdown()
    scheduler.advanceBy(1_000)
    expect(statuses.filter(({ type }) => type === 'reconnecting')).toMatchObject([
      { attempt: 1, delay: 1_000 },
      { attempt: 0, delay: 0 },
    ])
  })

  it('reconnects after the 24-hour cut, with the wanted set and no error', () => {
    const { market, scheduler, exchange, statuses, errors, subscribed } = withoutRotation(
      {},
      { symbols: ['BTCUSDT'] },
    )
    const trades = watch(market.trade$('UNLISTED'))
    scheduler.advanceBy(86_400_000 + 10_000)
    expect(exchange.attempts).toBe(2)
    expect(statuses.filter(({ type }) => type === 'closed').length).toBe(1)
    expect(subscribed()).toEqual(['unlisted@trade'])
    expect(trades.terminations).toEqual([])
    expect(errors).toEqual([])
  })
})
