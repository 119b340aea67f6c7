import { createWorld, watch } from '../../world.js'

describe('commands are followed until they are answered', () => {
  it('sends a SUBSCRIBE that was not answered once more, and tells errors$', () => {
    const { market, scheduler, exchange, commands: told, errors, statuses } = createWorld()
    exchange.faults.loseAcks(1)
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    expect(told().map(({ method, at }) => [method, at])).toEqual([
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

  it('asks for the list after the second silence, and believes it', () => {
    const { market, scheduler, exchange, commands: told, errors, statuses } = createWorld()
    exchange.faults.loseAcks(2)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(12_000)
    expect(told().map(({ method }) => method)).toEqual(['SUBSCRIBE', 'SUBSCRIBE', 'LIST_SUBSCRIPTIONS'])
    expect(errors.map(({ code }) => code)).toEqual(['COMMAND_TIMEOUT', 'COMMAND_TIMEOUT'])
    expect(statuses.at(-1)?.type).toBe('live')
  })

  it('is not live before the answer, and takes a late one', () => {
    const { market, scheduler, exchange, commands: told, statuses } = createWorld()
    exchange.faults.delayAcks(3_000)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_900)
    expect(statuses.at(-1)?.type).toBe('subscribing')
    scheduler.advanceBy(200)
    expect(statuses.at(-1)?.type).toBe('live')
    expect(told().length).toBe(1)
  })

  it('survives answers that come later than the second try', () => {
    const { market, scheduler, exchange, statuses, subscribed } = createWorld()
    exchange.faults.delayAcks(7_000)
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(25_000)
    expect(statuses.at(-1)?.type).toBe('live')
    expect(subscribed()).toEqual(['btcusdt@ticker'])
    expect(ticker.events.length).toBe(25)
  })

  it('leaves a stream though its SUBSCRIBE and UNSUBSCRIBE are not answered, and closes', () => {
    const { market, scheduler, exchange, subscribed } = createWorld()
    const lift = exchange.faults.loseAcks(Infinity)
    const kept = watch(market.ticker$('ETHUSDT'))
    const left = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(2_000)
    left.subscription.unsubscribe()
    scheduler.advanceBy(2_000)
    expect(subscribed()).toEqual(['ethusdt@ticker'])
    kept.subscription.unsubscribe()
    // Two silences, and not a heartbeat more.
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
