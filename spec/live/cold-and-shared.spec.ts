import { createWorld, watch } from '../world.js'

describe('a channel is cold and shared', () => {
  it('does nothing until it is subscribed', () => {
    const { market, scheduler, exchange, steps } = createWorld()
    market.ticker$('BTCUSDT')
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(0)
    expect(steps()).toEqual([])
    expect(scheduler.pending).toBe(0)
  })

  it('sends one SUBSCRIBE for two subscribers, and one UNSUBSCRIBE', () => {
    const { market, scheduler, commands } = createWorld()
    const first = watch(market.ticker$('BTCUSDT'))
    const second = watch(market.ticker$('btcusdt'))
    scheduler.advanceBy(3_000)
    expect(first.events.length).toBe(3)
    expect(second.events).toEqual(first.events)
    first.subscription.unsubscribe()
    scheduler.advanceBy(3_000)
    expect(second.events.length).toBe(6)
    second.subscription.unsubscribe()
    scheduler.advanceBy(3_000)
    expect(commands().map(({ method, params }) => [method, params])).toEqual([
      ['SUBSCRIBE', ['btcusdt@ticker']],
      ['UNSUBSCRIBE', ['btcusdt@ticker']],
    ])
  })

  it('sends one SUBSCRIBE for all streams wanted in one tick', () => {
    const { market, scheduler, commands } = createWorld()
    watch(market.ticker$(['BTCUSDT', 'ETHUSDT']))
    watch(market.kline$('BTCUSDT', ['1m', '1h']))
    scheduler.advanceBy(1_000)
    expect(commands()).toEqual([
      {
        method: 'SUBSCRIBE',
        params: ['btcusdt@ticker', 'ethusdt@ticker', 'btcusdt@kline_1m', 'btcusdt@kline_1h'],
        id: 1,
        at: 0,
      },
    ])
  })

  it('opens no connection when subscribed and unsubscribed in one tick', () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.ticker$('BTCUSDT')).subscription.unsubscribe()
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(0)
    expect(scheduler.pending).toBe(0)
  })

  it('sends nothing for unsubscribe and subscribe in one tick', () => {
    const { market, scheduler, commands, exchange } = createWorld()
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    first.subscription.unsubscribe()
    const second = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    expect(second.events.length).toBe(2)
    expect(commands().length).toBe(1)
    expect(exchange.attempts).toBe(1)
  })

  it('opens with the first subscription, closes after the last', () => {
    const { market, scheduler, exchange, steps } = createWorld()
    const { subscription } = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    expect(exchange.connections.length).toBe(1)
    subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(exchange.connections.length).toBe(0)
    expect(steps()).toEqual(['connecting', 'open', 'subscribing', 'live', 'closed'])
    expect(scheduler.pending).toBe(0)
  })

  it('opens again after it has closed', () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.ticker$('BTCUSDT').pipe()).subscription.unsubscribe()
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    first.subscription.unsubscribe()
    scheduler.advanceBy(10_000)
    const second = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    expect(second.events.length).toBe(1)
    expect(exchange.attempts).toBe(2)
  })

  it('keeps the connection when the last stream is replaced', () => {
    const { market, scheduler, exchange, subscribed } = createWorld({}, { latency: 50 })
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    first.subscription.unsubscribe()
    scheduler.advanceBy(60)
    watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(2_000)
    expect(subscribed()).toEqual(['ethusdt@ticker'])
    expect(exchange.attempts).toBe(1)
  })

  it('does not reconnect after an unsubscribe just before a drop', () => {
    const { market, scheduler, exchange, steps } = createWorld({}, { latency: 10 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    exchange.faults.drop()
    scheduler.advanceBy(9)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(1)
    expect(steps().at(-1)).toBe('closed')
    expect(scheduler.pending).toBe(0)
  })

  it('exposes no subject', () => {
    const { market } = createWorld()
    for (const stream$ of [market.ticker$('BTCUSDT'), market.connection$, market.errors$, market.events$]) {
      expect(stream$).not.toHaveProperty('next')
    }
  })

  it('emits every delivered event on events$, which subscribes nothing itself', () => {
    const { market, scheduler, exchange } = createWorld()
    const all = watch(market.events$)
    scheduler.advanceBy(1_000)
    expect(exchange.attempts).toBe(0)
    const ticker = watch(market.ticker$('BTCUSDT'))
    const mini = watch(market.miniTicker$('ETHUSDT'))
    scheduler.advanceBy(5_000)
    expect(all.events.filter(event => event.type === 'ticker')).toEqual(ticker.events)
    expect(all.events.filter(event => event.type === 'miniTicker')).toEqual(mini.events)
    expect(all.events.length).toBe(10)
  })
})
