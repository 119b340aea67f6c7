import { createWorld, watch } from '../world.js'

const symbols = (count: number): string[] => Array.from({ length: count }, (_, n) => `SYM${n}`)

describe('the pool', () => {
  it('fills one connection with 1,024 streams before it opens another', () => {
    const { market, scheduler, exchange, errors } = createWorld()
    watch(market.ticker$(symbols(1_024)))
    scheduler.advanceBy(10_000)
    expect(exchange.connections.map(({ subscriptions }) => subscriptions.length)).toEqual([1_024])
    watch(market.ticker$(symbols(1_030)))
    scheduler.advanceBy(10_000)
    expect(exchange.connections.map(({ subscriptions }) => subscriptions.length)).toEqual([1_024, 6])
    expect(errors).toEqual([])
  })

  it('errors with STREAM_LIMIT beyond the capacity of all connections', () => {
    const { market, scheduler } = createWorld({ pool: { maxConnections: 2 } })
    const kept = watch(market.ticker$(symbols(2_048)))
    const beyond = watch(market.ticker$('ONEMORE'))
    const shared = watch(market.ticker$('SYM5'))
    scheduler.advanceBy(10_000)
    expect(beyond.terminations).toEqual([
      expect.objectContaining({ code: 'STREAM_LIMIT', streams: 1_024, connections: 2 }),
    ])
    expect([...kept.terminations, ...shared.terminations]).toEqual([])
  })

  it('emits StreamLimitError beyond the capacity of a pinned connection', () => {
    const { market, scheduler } = createWorld()
    const kept = watch(market.ticker$(symbols(1_024), { connection: 1 }))
    const beyond = watch(market.ticker$('ONEMORE', { connection: 1 }))
    const shared = watch(market.ticker$('SYM5', { connection: 1 }))
    scheduler.advanceBy(1_000)
    expect(beyond.terminations).toEqual([
      expect.objectContaining({ code: 'STREAM_LIMIT', streams: 1_024, connections: 1 }),
    ])
    expect([...kept.terminations, ...shared.terminations]).toEqual([])
  })

  it('reuses the capacity of an unsubscribed stream', () => {
    const { market, scheduler, exchange } = createWorld({ pool: { maxConnections: 1 } })
    const watched = symbols(1_024).map(symbol => watch(market.ticker$(symbol)))
    scheduler.advanceBy(10_000)
    watched[0]!.subscription.unsubscribe()
    const next = watch(market.ticker$('ONEMORE'))
    scheduler.advanceBy(10_000)
    expect(next.terminations).toEqual([])
    expect(exchange.connections[0]?.subscriptions).toContain('onemore@ticker')
    expect(exchange.connections[0]?.subscriptions.length).toBe(1_024)
  })

  it('pins a channel to a connection', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.ticker$('BTCUSDT', { connection: 0 }))
    watch(market.ticker$('ETHUSDT', { connection: 1 }))
    scheduler.advanceBy(1_000)
    expect(exchange.connections.map(({ subscriptions }) => subscriptions)).toEqual([
      ['btcusdt@ticker'],
      ['ethusdt@ticker'],
    ])
    expect(statuses.filter(({ type }) => type === 'live').map(({ connection }) => connection)).toEqual([0, 1])
  })

  it('assigns a new stream to the least loaded connection', () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.ticker$(['A', 'B', 'C'], { connection: 0 }))
    watch(market.ticker$('D', { connection: 3 }))
    watch(market.ticker$('E'))
    watch(market.ticker$('B'))
    scheduler.advanceBy(1_000)
    expect(exchange.connections.map(({ subscriptions }) => [...subscriptions])).toEqual([
      ['a@ticker', 'b@ticker', 'c@ticker'],
      ['d@ticker', 'e@ticker'],
    ])
  })

  it('does not reopen a closed connection while another has capacity', () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.ticker$(['A', 'B'], { connection: 0 }))
    const left = watch(market.ticker$('C', { connection: 1 }))
    scheduler.advanceBy(1_000)
    left.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    watch(market.ticker$('D'))
    scheduler.advanceBy(1_000)
    expect(exchange.connections.map(({ subscriptions }) => [...subscriptions])).toEqual([
      ['a@ticker', 'b@ticker', 'd@ticker'],
    ])
  })

  it('rejects a connection index outside the pool before sending anything', () => {
    const { market } = createWorld({ pool: { maxConnections: 2 } })
    expect(() => market.ticker$('BTCUSDT', { connection: 2 })).toThrow(
      'ticker$: connection 2 is not in the pool; it has 0 to 1 (pool.maxConnections)',
    )
  })

  it('interrupts only the streams of a failed connection', () => {
    const { market, scheduler, exchange } = createWorld({ reconnect: { maxAttempts: 1 } })
    const first = watch(market.ticker$('BTCUSDT', { connection: 0 }))
    const second = watch(market.ticker$('ETHUSDT', { connection: 1 }))
    scheduler.advanceBy(10_000)
    exchange.faults.refuse()
    exchange.faults.drop({ connection: exchange.connections[0]!.id })
    scheduler.advanceBy(10_000)
    expect(first.terminations).toEqual([expect.objectContaining({ code: 'RECONNECT_FAILED' })])
    expect(second.terminations).toEqual([])
    expect(second.events.length).toBe(20)
  })

  it("replays each connection's latest status to a late subscriber", () => {
    const { market, scheduler } = createWorld()
    watch(market.ticker$('BTCUSDT', { connection: 0 }))
    watch(market.ticker$('ETHUSDT', { connection: 1 }))
    scheduler.advanceBy(1_000)
    const late = watch(market.connection$)
    expect(late.events.map(({ type, connection }) => [type, connection])).toEqual([
      ['live', 0],
      ['live', 1],
    ])
  })
})
