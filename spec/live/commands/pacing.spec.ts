import { createWorld, watch } from '../../world.js'

describe("the exchange's limits", () => {
  it('subscribe 1,024 streams at 5 messages a second, all acknowledged', () => {
    const symbols = Array.from({ length: 512 }, (_, n) => `SYMBOL${n}USDT`)
    const { market, scheduler, exchange, errors, statuses, subscribed, commands } = createWorld()
    const watched = symbols.flatMap(symbol => [
      watch(market.ticker$(symbol)),
      watch(market.kline$(symbol, '15m')),
    ])
    scheduler.advanceBy(10_000)
    expect(new Set(subscribed()).size).toBe(1_024)
    expect(statuses.at(-1)).toMatchObject({ type: 'live', streams: 1_024 })
    expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)
    expect(exchange.connections.flatMap(({ violations }) => violations)).toEqual([])
    expect(errors).toEqual([])
    for (const { terminations: ends } of watched) expect(ends).toEqual([])
    for (const command of commands()) expect(JSON.stringify(command).length).toBeLessThan(4_200)
    expect(commands().length).toBeLessThan(10)
  })

  it('keep every command under 4,096 bytes, also with non-ASCII symbols', () => {
    const symbols = Array.from({ length: 400 }, (_, n) => `币安人生${n}USDT`)
    const { market, scheduler, exchange, subscribed } = createWorld()
    watch(market.ticker$(symbols))
    scheduler.advanceBy(20_000)
    expect(subscribed().length).toBe(400)
    const bytes = exchange.received.map(({ text }) => Buffer.byteLength(text))
    expect(Math.max(...bytes)).toBeLessThan(4_096)
    expect(Math.max(...bytes)).toBeGreaterThan(4_000)
  })

  it('hold under rapid subscribing and unsubscribing on a slow connection', () => {
    const { market, scheduler, exchange, subscribed } = createWorld({}, { latency: 180 })
    watch(market.ticker$('BTCUSDT'))
    for (let n = 0; n < 500; n++) {
      const { subscription } = watch(market.ticker$(`SYM${n}`))
      scheduler.advanceBy(37)
      subscription.unsubscribe()
      scheduler.advanceBy(11)
    }
    scheduler.advanceBy(60_000)
    expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)
    expect(exchange.attempts).toBe(1)
    expect(subscribed()).toEqual(['btcusdt@ticker'])
  })
})
