import { createWorld, watch } from '../world.js'

describe('a drop is not the end', () => {
  it.each([1000, 1001, 1008, 1011, 1012, 4000])('reconnects after a close with %i', code => {
    const { market, scheduler, exchange, statuses, subscribed } = createWorld()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    exchange.faults.drop({ code, reason: 'so it is' })
    scheduler.advanceBy(10_000)
    expect(ticker.terminations).toEqual([])
    expect(subscribed()).toEqual(['btcusdt@ticker'])
    expect(statuses.map(({ at: _at, connection: _connection, ...status }) => status).slice(4, 9)).toEqual([
      { type: 'closed', code, reason: 'so it is' },
      {
        type: 'reconnecting',
        attempt: 1,
        delay: 1_000,
        cause: expect.objectContaining({
          closeCode: code,
          message: expect.stringContaining('wss://stream.binance.com:9443/stream') as unknown,
        }) as unknown,
      },
      { type: 'connecting', url: 'wss://stream.binance.com:9443/stream' },
      { type: 'open' },
      { type: 'subscribing', pending: 1 },
    ])
    expect(ticker.events.length).toBeGreaterThanOrEqual(18)
  })

  it('reconnects after a reset, which has no close frame, and tells 1006', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    exchange.faults.reset()
    scheduler.advanceBy(10_000)
    expect(ticker.terminations).toEqual([])
    expect(statuses[4]).toMatchObject({ type: 'closed', code: 1006 })
    expect(statuses.at(-1)).toMatchObject({ type: 'live' })
  })

  it('subscribes exactly the wanted set again, once, after each of many drops', () => {
    const { market, scheduler, exchange, commands: told, subscribed } = createWorld()
    const kept = watch(market.ticker$(['BTCUSDT', 'ETHUSDT']))
    const left = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    left.subscription.unsubscribe()
    for (let drop = 0; drop < 10; drop++) {
      exchange.faults.drop()
      scheduler.advanceBy(10_000)
    }
    expect(kept.terminations).toEqual([])
    expect([...subscribed()].sort()).toEqual(['btcusdt@ticker', 'ethusdt@ticker'])
    const subscribes = told().filter(({ method }) => method === 'SUBSCRIBE')
    expect(subscribes.length).toBe(11)
    for (const { params } of subscribes.slice(1)) expect(params).toEqual(['btcusdt@ticker', 'ethusdt@ticker'])
  })

  it('takes along what changed while it was away', () => {
    const { market, scheduler, exchange, commands: told } = createWorld()
    const left = watch(market.ticker$('BTCUSDT'))
    watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(10_000)
    exchange.faults.drop()
    scheduler.advanceBy(500)
    left.subscription.unsubscribe()
    watch(market.trade$('ETHUSDT'))
    scheduler.advanceBy(10_000)
    expect(told().at(-1)).toMatchObject({ method: 'SUBSCRIBE', params: ['ethusdt@ticker', 'ethusdt@trade'] })
  })

  it('delivers nothing twice after reconnects', () => {
    const { market, scheduler, exchange } = createWorld()
    const trades = watch(market.trade$('BTCUSDT'))
    for (let drop = 0; drop < 5; drop++) {
      scheduler.advanceBy(10_000)
      exchange.faults.reset()
    }
    scheduler.advanceBy(10_000)
    const ids = trades.events.map(trade => trade.tradeId)
    expect(ids.length).toBeGreaterThan(20)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('backs off exponentially while nothing answers', () => {
    const { market, scheduler, exchange, statuses } = createWorld({ reconnect: { maxAttempts: 8 } })
    exchange.faults.refuse()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(300_000)
    expect(statuses.flatMap(status => (status.type === 'reconnecting' ? [status.delay] : []))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ])
  })

  it('backs off from a server that greets and then kicks, since short lives do not reset the count', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    const kick = market.connection$.subscribe(status => {
      if (status.type === 'live') scheduler.schedule(() => exchange.faults.drop(), 1_000)
    })
    scheduler.advanceBy(120_000)
    kick.unsubscribe()
    expect(statuses.flatMap(status => (status.type === 'reconnecting' ? [status.attempt] : []))).toEqual([
      1, 2, 3, 4, 5,
    ])
    expect(statuses.at(-1)?.type).toBe('failed')
  })

  it('counts from one again once a connection has stood for minUptime', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    for (let drop = 0; drop < 20; drop++) {
      scheduler.advanceBy(7_000)
      exchange.faults.drop()
    }
    scheduler.advanceBy(7_000)
    const attempts = statuses.flatMap(status => (status.type === 'reconnecting' ? [status.attempt] : []))
    expect(attempts).toEqual(Array.from({ length: 20 }, () => 1))
  })

  it('does not wait for a connection that never opens longer than connectTimeout', () => {
    const { scheduler, statuses, market } = createWorld({
      connectTimeout: 4_000,
      connect: () => ({
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
        send: () => undefined,
        close: () => undefined,
      }),
    })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(4_500)
    expect(statuses.at(-1)).toMatchObject({
      type: 'reconnecting',
      attempt: 1,
      cause: { code: 'CONNECT_TIMEOUT' },
    })
  })

  it('treats a connect that throws as a failed attempt', () => {
    const { scheduler, statuses, market } = createWorld({
      connect: () => {
        throw new Error('no sockets today')
      },
    })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(500)
    expect(statuses.at(-1)).toMatchObject({
      type: 'reconnecting',
      cause: { code: 'CONNECTION_LOST', message: expect.stringContaining('no sockets today') as unknown },
    })
  })

  it('never opens more connections in five minutes than the exchange allows', () => {
    const { market, scheduler, exchange } = createWorld({
      reconnect: { maxAttempts: Infinity, initialDelay: 0, maxDelay: 0 },
    })
    exchange.faults.refuse()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(299_000)
    expect(exchange.attempts).toBe(300)
    scheduler.advanceBy(300_000)
    expect(exchange.attempts).toBe(600)
    expect(ticker.terminations).toEqual([])
  })

  it('gives a place that is free for one attempt to one of the connections that wait for it', () => {
    const attempts: number[] = []
    const { market, scheduler } = createWorld({
      reconnect: { maxAttempts: Infinity, initialDelay: 700, factor: 1 },
      connect: () => {
        attempts.push(scheduler.now())
        throw new Error('no sockets today')
      },
    })
    watch(market.ticker$('BTCUSDT', { connection: 0 }))
    scheduler.advanceBy(350)
    watch(market.ticker$('ETHUSDT', { connection: 1 }))
    scheduler.advanceBy(700_000)
    expect(attempts.length).toBeGreaterThan(600)
    attempts.slice(300).forEach((at, n) => expect(at - attempts[n]!).toBeGreaterThanOrEqual(300_000))
  })

  it('says nothing of a connection that nobody waits for any more before its first attempt was allowed', () => {
    const { market, scheduler, exchange, statuses } = createWorld({
      reconnect: { initialDelay: 100, factor: 1, maxAttempts: Infinity },
    })
    exchange.faults.refuse()
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(300)
    first.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    const before = statuses.length
    const second = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    second.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(statuses.slice(before - 1).map(({ type }) => type)).toEqual(['closed'])
    expect(scheduler.pending).toBe(0)
  })

  it('stops trying when the last subscriber leaves', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    exchange.faults.refuse()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_500)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(2)
    expect(statuses.at(-1)).toMatchObject({ type: 'closed', code: 1000, reason: 'no longer needed' })
    expect(scheduler.pending).toBe(0)
  })

  it('leaves a socket that is still connecting without a word of it afterwards', () => {
    const { market, scheduler, errors, exchange, steps } = createWorld({}, { latency: 500 })
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(100)
    first.subscription.unsubscribe()
    scheduler.advanceBy(10)
    const second = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(20_000)
    expect(second.terminations).toEqual([])
    expect(second.events.length).toBeGreaterThan(15)
    expect(steps()).toEqual(['connecting', 'closed', 'connecting', 'open', 'subscribing', 'live'])
    expect(exchange.connections.length).toBe(1)
    expect(errors).toEqual([])
  })
})
