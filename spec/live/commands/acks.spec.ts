import { createWorld, watch } from '../../world.js'

describe('commands are tracked until they are answered', () => {
  it('repeats an unanswered SUBSCRIBE once, and reports it on errors$', () => {
    const { market, scheduler, exchange, commands, errors, statuses } = createWorld()
    exchange.faults.loseAcks(1)
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    expect(commands().map(({ method, at }) => [method, at])).toEqual([
      ['SUBSCRIBE', 0],
      ['SUBSCRIBE', 5_000],
    ])
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'COMMAND_TIMEOUT',
        command: 'SUBSCRIBE btcusdt@ticker',
        timeout: 5_000,
      }),
    ])
    expect(statuses.at(-1)).toMatchObject({ type: 'live', at: statuses[0]!.at + 5_000 })
    expect(ticker.terminations).toEqual([])
  })

  it('requests the list after the second timeout, and trusts it', () => {
    const { market, scheduler, exchange, commands, errors, statuses } = createWorld()
    exchange.faults.loseAcks(2)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(12_000)
    expect(commands().map(({ method }) => method)).toEqual(['SUBSCRIBE', 'SUBSCRIBE', 'LIST_SUBSCRIPTIONS'])
    expect(errors.map(({ code }) => code)).toEqual(['COMMAND_TIMEOUT', 'COMMAND_TIMEOUT'])
    expect(statuses.at(-1)?.type).toBe('live')
  })

  it('is live only after the answer, even a late one', () => {
    const { market, scheduler, exchange, commands, statuses } = createWorld()
    exchange.faults.delayAcks(3_000)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_900)
    expect(statuses.at(-1)?.type).toBe('subscribing')
    scheduler.advanceBy(200)
    expect(statuses.at(-1)?.type).toBe('live')
    expect(commands().length).toBe(1)
  })

  it('accepts answers that arrive after the second attempt', () => {
    const { market, scheduler, exchange, statuses, subscribed } = createWorld()
    exchange.faults.delayAcks(7_000)
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(25_000)
    expect(statuses.at(-1)?.type).toBe('live')
    expect(subscribed()).toEqual(['btcusdt@ticker'])
    expect(ticker.events.length).toBe(25)
  })

  it('releases a stream whose commands are unanswered, and closes', () => {
    const { market, scheduler, exchange, subscribed } = createWorld()
    const lift = exchange.faults.loseAcks(Infinity)
    const kept = watch(market.ticker$('ETHUSDT'))
    const left = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    left.subscription.unsubscribe()
    scheduler.advanceBy(2_000)
    expect(subscribed()).toEqual(['ethusdt@ticker'])
    kept.subscription.unsubscribe()
    // Two command timeouts, before the next heartbeat.
    scheduler.advanceBy(11_000)
    lift()
    expect(exchange.connections.length).toBe(0)
    expect(scheduler.pending).toBe(0)
  })

  it('ignores answers to commands that it never sent', () => {
    const { market, scheduler, exchange, errors, steps } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.send('{"result":null,"id":999}')
    exchange.faults.send('{"result":[],"id":998}')
    scheduler.advanceBy(1_000)
    expect(errors).toEqual([])
    expect(steps().at(-1)).toBe('live')
  })
})
