import { createWorld, watch } from '../../world.js'

describe('a rejected channel', () => {
  it('alone receives SubscribeRejectedError, which errors$ reports too', () => {
    const { market, scheduler, exchange, errors, statuses, subscribed } = createWorld()
    exchange.faults.reject('ethusdt@ticker')
    const rejected = [watch(market.ticker$('ETHUSDT')), watch(market.ticker$('ETHUSDT'))]
    const others = [
      watch(market.ticker$('BTCUSDT')),
      watch(market.trade$('ETHUSDT')),
      watch(market.depth$('BTCUSDT')),
    ]
    scheduler.advanceBy(10_000)
    for (const { terminations: ends, events } of rejected) {
      expect(events).toEqual([])
      expect(ends).toEqual([
        expect.objectContaining({
          code: 'SUBSCRIBE_REJECTED',
          stream: 'ethusdt@ticker',
          reason: 2,
          detail: 'Invalid request: invalid stream',
        }),
      ])
    }
    for (const { terminations: ends, events } of others) {
      expect(ends).toEqual([])
      expect(events.length).toBeGreaterThan(0)
    }
    expect(errors.map(({ code }) => code)).toEqual(['SUBSCRIBE_REJECTED'])
    expect([...subscribed()].sort()).toEqual(['btcusdt@depth20', 'btcusdt@ticker', 'ethusdt@trade'])
    expect(statuses.at(-1)).toMatchObject({ type: 'live', streams: 3 })
  })

  it('is isolated among two hundred streams, also when twice', () => {
    const symbols = Array.from({ length: 200 }, (_, n) => `SYM${n}USDT`)
    const { market, scheduler, exchange, subscribed } = createWorld()
    exchange.faults.reject(stream => stream === 'sym7usdt@ticker' || stream === 'sym133usdt@ticker')
    const watched = symbols.map(symbol => watch(market.ticker$(symbol)))
    scheduler.advanceBy(60_000)
    const rejected = watched.flatMap(({ terminations: ends }, n) => (ends.length > 0 ? [n] : []))
    expect(rejected).toEqual([7, 133])
    expect(subscribed().length).toBe(198)
    expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)
  })

  it('can be subscribed again', () => {
    const { market, scheduler, exchange } = createWorld()
    exchange.faults.reject('btcusdt@ticker', { count: 1 })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    const again = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    expect(again.terminations).toEqual([])
    expect(again.events.length).toBeGreaterThan(2)
  })

  it('emits no error to a subscriber that unsubscribes on errors$', () => {
    const { market, scheduler, exchange, subscribed } = createWorld()
    exchange.faults.reject('ethusdt@ticker')
    const rejected = watch(market.ticker$('ETHUSDT'))
    const other = watch(market.ticker$('BTCUSDT'))
    market.errors$.subscribe(() => rejected.subscription.unsubscribe())
    scheduler.advanceBy(10_000)
    expect(rejected.terminations).toEqual([])
    expect(other.events.length).toBeGreaterThan(0)
    expect(subscribed()).toEqual(['btcusdt@ticker'])
  })

  it('is reported on errors$ when the reply names no command', () => {
    const { market, scheduler, exchange, errors } = createWorld()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.send('{"code":3,"msg":"Invalid JSON: expected value at line 1 column 1"}')
    exchange.faults.send('{"error":{"code":2,"msg":"Invalid request: too many parameters"},"id":null}')
    scheduler.advanceBy(5_000)
    expect(errors).toEqual([
      expect.objectContaining({ code: 'COMMAND_REJECTED', command: undefined, reason: 3 }),
      expect.objectContaining({ code: 'COMMAND_REJECTED', command: undefined, reason: 2 }),
    ])
    expect(ticker.terminations).toEqual([])
    expect(ticker.events.length).toBe(6)
  })
})
