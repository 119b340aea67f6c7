import { createWorld, watch } from '../../world.js'

describe('when reconnecting fails', () => {
  it('every subscriber receives ReconnectFailedError after maxAttempts', () => {
    const { market, scheduler, exchange, statuses } = createWorld({ reconnect: { maxAttempts: 3 } })
    exchange.faults.refuse()
    const watched = [
      watch(market.ticker$('BTCUSDT')),
      watch(market.ticker$('BTCUSDT')),
      watch(market.trade$('ETHUSDT')),
    ]
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(4)
    for (const { terminations: ends } of watched) {
      expect(ends).toEqual([expect.objectContaining({ code: 'RECONNECT_FAILED', attempts: 3 })])
    }
    expect(statuses.at(-1)).toMatchObject({ type: 'failed', attempts: 3, cause: { code: 'CONNECTION_LOST' } })
    expect(scheduler.pending).toBe(0)
  })

  it('a new subscription connects again', () => {
    const { market, scheduler, exchange, statuses } = createWorld({ reconnect: { maxAttempts: 1 } })
    const lift = exchange.faults.refuse()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(60_000)
    lift()
    const again = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(3_000)
    expect(again.events.length).toBe(3)
    expect(statuses.at(-1)?.type).toBe('live')
  })

  it('a new subscription within the error handler connects again', () => {
    const { market, scheduler, exchange, statuses, subscribed } = createWorld({
      reconnect: { maxAttempts: 1 },
    })
    exchange.faults.refuse({ count: 2 })
    let events = 0
    market.ticker$('BTCUSDT').subscribe({
      error: () => market.ticker$('BTCUSDT').subscribe(() => events++),
    })
    scheduler.advanceBy(10_000)
    expect(events).toBeGreaterThan(5)
    expect(subscribed()).toEqual(['btcusdt@ticker'])
    expect(statuses.map(({ type }) => type)).toEqual([
      'connecting',
      'closed',
      'reconnecting',
      'connecting',
      'closed',
      'failed',
      'connecting',
      'open',
      'subscribing',
      'live',
    ])
  })

  it('resubscribes several channels from within the error handler', () => {
    const { market, scheduler, exchange } = createWorld({ reconnect: false })
    const errors: string[] = []
    const symbols = ['BTCUSDT', 'ETHUSDT']
    const subscribe = (name: string): void => {
      market.ticker$(symbols).subscribe({
        error: () => {
          errors.push(name)
          subscribe(`${name} again`)
        },
      })
    }
    subscribe('first')
    subscribe('second')
    scheduler.advanceBy(2_000)
    exchange.faults.drop({ code: 1011 })
    scheduler.advanceBy(2_000)
    expect(errors).toEqual(['first', 'second'])
    expect(exchange.connections.map(({ subscriptions }) => subscriptions)).toEqual([
      ['btcusdt@ticker', 'ethusdt@ticker'],
    ])
  })

  it('the first drop is final with reconnect: false', () => {
    const { market, scheduler, exchange } = createWorld({ reconnect: false })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.drop({ code: 1001 })
    scheduler.advanceBy(5_000)
    expect(ticker.terminations).toEqual([
      expect.objectContaining({
        code: 'RECONNECT_FAILED',
        attempts: 0,
        message: expect.stringContaining('reconnecting is off') as unknown,
      }),
    ])
    expect(scheduler.pending).toBe(0)
  })
})
