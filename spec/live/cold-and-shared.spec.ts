import { createWorld, watch } from '../world.js'

describe('a channel is cold and shared', () => {
  it('does nothing when it is only asked for', () => {
    const { market, scheduler, exchange, steps } = createWorld()
    market.ticker$('BTCUSDT')
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(0)
    expect(steps()).toEqual([])
    expect(scheduler.pending).toBe(0)
  })

  it('sends one SUBSCRIBE for two subscribers and one UNSUBSCRIBE when the last leaves', () => {
    const { market, scheduler, commands: told } = createWorld()
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
    expect(told().map(({ method, params }) => [method, params])).toEqual([
      ['SUBSCRIBE', ['btcusdt@ticker']],
      ['UNSUBSCRIBE', ['btcusdt@ticker']],
    ])
  })

  it('sends one SUBSCRIBE for all that is wanted in one tick', () => {
    const { market, scheduler, commands: told } = createWorld()
    watch(market.ticker$(['BTCUSDT', 'ETHUSDT']))
    watch(market.kline$('BTCUSDT', ['1m', '1h']))
    scheduler.advanceBy(1_000)
    expect(told()).toEqual([
      {
        method: 'SUBSCRIBE',
        params: ['btcusdt@ticker', 'ethusdt@ticker', 'btcusdt@kline_1m', 'btcusdt@kline_1h'],
        id: 1,
        at: 0,
      },
    ])
  })

  it('sends nothing and opens nothing when subscribed and left in one tick', () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.ticker$('BTCUSDT')).subscription.unsubscribe()
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(0)
    expect(scheduler.pending).toBe(0)
  })

  it('sends nothing when a stream is left and joined in one tick', () => {
    const { market, scheduler, commands: told, exchange } = createWorld()
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    first.subscription.unsubscribe()
    const second = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    expect(second.events.length).toBe(2)
    expect(told().length).toBe(1)
    expect(exchange.attempts).toBe(1)
  })

  it('opens with the first subscription, closes with the last, and leaves no timer behind', () => {
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

  it('keeps the connection when the last stream is replaced while its UNSUBSCRIBE is on the way', () => {
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

  it('does not come back for nobody when the last leaves in the moment of a drop', () => {
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

  it('has no subject to write to', () => {
    const { market } = createWorld()
    for (const stream$ of [market.ticker$('BTCUSDT'), market.connection$, market.errors$, market.events$]) {
      expect(stream$).not.toHaveProperty('next')
    }
  })

  it('tells every event that flows on events$, and subscribes nothing by it', () => {
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
