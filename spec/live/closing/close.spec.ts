import { createWorld, watch } from '../../world.js'

describe('close()', () => {
  it('unsubscribes, closes with 1000, completes everything and resolves', async () => {
    const { market, scheduler, exchange, commands, statuses } = createWorld({}, { latency: 20 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    const sides = [watch(market.connection$), watch(market.errors$), watch(market.events$)]
    scheduler.advanceBy(5_000)
    let resolved = false
    const closing = market.close().then(() => (resolved = true))
    expect(ticker.terminations).toEqual(['complete'])
    await Promise.resolve()
    expect(resolved).toBe(false)
    scheduler.advanceBy(1_000)
    await closing
    expect(commands().at(-1)).toMatchObject({ method: 'UNSUBSCRIBE', params: ['btcusdt@ticker'] })
    expect(statuses.at(-1)).toMatchObject({ type: 'closed', code: 1000 })
    for (const { terminations } of sides) expect(terminations).toEqual(['complete'])
    expect(exchange.connections.length).toBe(0)
    expect(scheduler.pending).toBe(0)
  })

  it('resolves immediately when no connection was ever opened', async () => {
    const { market } = createWorld()
    await expect(market.close()).resolves.toBeUndefined()
  })

  it('returns the same promise when called twice', async () => {
    const { market, scheduler } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    const first = market.close()
    const second = market.close()
    scheduler.advanceBy(1_000)
    await Promise.all([first, second])
    expect(first).toBe(second)
  })

  it('resolves within twice closeTimeout on a half-open connection', async () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.halfOpen()
    const closing = market.close()
    scheduler.advanceBy(4_000)
    await closing
    expect(scheduler.now()).toBe(1_700_000_005_000)
  })

  it('cancels a pending reconnect', async () => {
    const { market, scheduler, exchange } = createWorld()
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.refuse()
    exchange.faults.drop()
    scheduler.advanceBy(3_500)
    const closing = market.close()
    scheduler.advanceBy(10)
    await closing
    expect(ticker.terminations).toEqual(['complete'])
    const { attempts } = exchange
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBe(attempts)
  })

  it('rejects later subscribers with MARKET_CLOSED, also within complete', async () => {
    const { market, scheduler } = createWorld()
    const within: unknown[] = []
    market.ticker$('BTCUSDT').subscribe({
      complete: () => market.ticker$('BTCUSDT').subscribe({ error: error => within.push(error) }),
    })
    scheduler.advanceBy(1_000)
    const closing = market.close()
    scheduler.advanceBy(1_000)
    await closing
    expect(within).toEqual([expect.objectContaining({ code: 'MARKET_CLOSED' })])
    const late = watch(market.trade$('BTCUSDT'))
    expect(late.terminations).toEqual([])
    scheduler.advanceBy(0)
    expect(late.terminations).toEqual([expect.objectContaining({ code: 'MARKET_CLOSED' })])
  })

  it('is called by Symbol.asyncDispose', async () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    const disposing = market[Symbol.asyncDispose]()
    scheduler.advanceBy(1_000)
    await disposing
    expect(exchange.connections.length).toBe(0)
  })
})
