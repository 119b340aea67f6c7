import { createWorld, watch } from '../../world.js'

describe('serverShutdown with rotation: false', () => {
  const withoutRotation: typeof createWorld = (options, exchangeOptions) =>
    createWorld({ rotation: false, ...options }, exchangeOptions)

  it('opens a new connection long before the old one closes', () => {
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

  it('backs off when every connection begins with a shutdown', () => {
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

  it('does not count the free attempt, also after failed attempts', () => {
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

  it('resubscribes the wanted set after the 24-hour close, without errors', () => {
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
