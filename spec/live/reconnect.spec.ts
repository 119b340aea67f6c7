import { retry } from 'rxjs'
import { createWorld, watch } from '../world.js'
import { silentSocket } from './silent-socket.js'

describe('reconnecting', () => {
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

  it('reconnects after a reset without a close frame: 1006', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    exchange.faults.reset()
    scheduler.advanceBy(10_000)
    expect(ticker.terminations).toEqual([])
    expect(statuses[4]).toMatchObject({ type: 'closed', code: 1006 })
    expect(statuses.at(-1)).toMatchObject({ type: 'live' })
  })

  it('resubscribes exactly the wanted set, once after each drop', () => {
    const { market, scheduler, exchange, commands: commands, subscribed } = createWorld()
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
    const subscribes = commands().filter(({ method }) => method === 'SUBSCRIBE')
    expect(subscribes.length).toBe(11)
    for (const { params } of subscribes.slice(1)) expect(params).toEqual(['btcusdt@ticker', 'ethusdt@ticker'])
  })

  it('applies the changes made while disconnected', () => {
    const { market, scheduler, exchange, commands: commands } = createWorld()
    const left = watch(market.ticker$('BTCUSDT'))
    watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(10_000)
    exchange.faults.drop()
    scheduler.advanceBy(500)
    left.subscription.unsubscribe()
    watch(market.trade$('ETHUSDT'))
    scheduler.advanceBy(10_000)
    expect(commands().at(-1)).toMatchObject({
      method: 'SUBSCRIBE',
      params: ['ethusdt@ticker', 'ethusdt@trade'],
    })
  })

  it('delivers no event twice after reconnects', () => {
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

  it('backs off exponentially while attempts fail', () => {
    const { market, scheduler, exchange, statuses } = createWorld({ reconnect: { maxAttempts: 8 } })
    exchange.faults.refuse()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(300_000)
    expect(statuses.flatMap(status => (status.type === 'reconnecting' ? [status.delay] : []))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ])
  })

  it('keeps backing off when connections die before minUptime', () => {
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

  it('resets the attempt count after minUptime', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    for (let drop = 0; drop < 20; drop++) {
      scheduler.advanceBy(10_000)
      exchange.faults.drop()
    }
    scheduler.advanceBy(10_000)
    const attempts = statuses.flatMap(status => (status.type === 'reconnecting' ? [status.attempt] : []))
    expect(attempts).toEqual(Array.from({ length: 20 }, () => 1))
  })

  it('grows only the delay while connections die just after minUptime', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    market.connection$.subscribe(status => {
      if (status.type === 'open') scheduler.schedule(() => exchange.faults.drop(), 6_000)
    })
    scheduler.advanceBy(220_000)
    const reconnecting = statuses.flatMap(status => (status.type === 'reconnecting' ? [status] : []))
    expect(reconnecting.map(({ attempt }) => attempt)).toEqual(reconnecting.map(() => 1))
    expect(reconnecting.map(({ delay }) => delay)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ])
  })

  it('counts attempts that never opened, also with minUptime 0', () => {
    const { market, scheduler, exchange, statuses } = createWorld({
      reconnect: { minUptime: 0, maxAttempts: 3 },
    })
    exchange.faults.refuse()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(60_000)
    expect(statuses.flatMap(status => (status.type === 'reconnecting' ? [status.attempt] : []))).toEqual([
      1, 2, 3,
    ])
    expect(statuses.at(-1)?.type).toBe('failed')
  })

  it('terminates an attempt after connectTimeout', () => {
    const { scheduler, statuses, market } = createWorld({
      connectTimeout: 4_000,
      connect: silentSocket,
    })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(4_500)
    expect(statuses.at(-1)).toMatchObject({
      type: 'reconnecting',
      attempt: 1,
      cause: { code: 'CONNECT_TIMEOUT' },
    })
  })

  it('reports a throwing connect as an invalid option', () => {
    const { scheduler, steps, market } = createWorld({
      connect: () => {
        throw new Error('no sockets today')
      },
    })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(500)
    expect(ticker.terminations).toEqual([
      expect.objectContaining({
        code: 'INVALID_OPTION',
        option: 'connect',
        message: expect.stringContaining('no sockets today') as unknown,
      }),
    ])
    expect(steps()).toEqual(['connecting', 'failed'])
    expect(scheduler.pending).toBe(0)
  })

  it('never exceeds the connection limit of five minutes', () => {
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

  it('grants a free connection slot to one waiting connection', () => {
    const attempts: number[] = []
    const { market, scheduler } = createWorld({
      reconnect: { maxAttempts: Infinity, initialDelay: 700, factor: 1 },
      connect: () => {
        attempts.push(scheduler.now())
        const socket = silentSocket()
        scheduler.schedule(() => socket.onclose?.({ code: 1006, reason: '' }))
        return socket
      },
    })
    watch(market.ticker$('BTCUSDT', { connection: 0 }))
    scheduler.advanceBy(350)
    watch(market.ticker$('ETHUSDT', { connection: 1 }))
    scheduler.advanceBy(700_000)
    expect(attempts.length).toBeGreaterThan(600)
    attempts.slice(300).forEach((at, n) => expect(at - attempts[n]!).toBeGreaterThanOrEqual(300_000))
  })

  it('reports until when the connection limit delays an attempt', () => {
    const { market, scheduler, exchange, statuses } = createWorld({
      reconnect: { initialDelay: 100, factor: 1, maxAttempts: Infinity },
    })
    exchange.faults.refuse()
    const first = watch(market.ticker$('BTCUSDT'))
    const start = scheduler.now()
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(300)
    expect(statuses.at(-1)).toMatchObject({
      type: 'waiting',
      reason: 'connectionLimit',
      until: start + 300_000,
    })
    first.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    const before = statuses.length
    const second = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    second.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(statuses.slice(before - 1).map(({ type }) => type)).toEqual(['closed', 'waiting', 'closed'])
    expect(scheduler.pending).toBe(0)
  })

  it('backs off for a subscriber that retries immediately', () => {
    const { market, scheduler, exchange, statuses } = createWorld({ reconnect: false })
    exchange.faults.refuse()
    const ticker = watch(market.ticker$('BTCUSDT').pipe(retry()))
    scheduler.advanceBy(60_000)
    // Twice immediately, then after 1, 2, 4, 8 and 16 s.
    expect(exchange.attempts).toBe(7)
    expect(statuses.filter(({ type }) => type === 'waiting')).toHaveLength(6)
    expect(ticker.terminations).toEqual([])
  })

  it('stops when the last subscriber unsubscribes', () => {
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

  it('emits nothing after unsubscribing while connecting', () => {
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
