import { inVirtualTime, listen, START } from '../client.js'

const list = (id: number) => ({ method: 'LIST_SUBSCRIPTIONS', id })

const opened = (options: Parameters<typeof inVirtualTime>[0] = {}, url?: string) => {
  const { scheduler, exchange } = inVirtualTime(options)
  const client = listen(exchange, url)
  scheduler.advanceBy(2 * (options.latency ?? 0))
  return { scheduler, exchange, client }
}

describe('limits', () => {
  it('closes with 1008 at the sixth message in a second', () => {
    const { scheduler, exchange, client } = opened()
    for (let id = 1; id <= 5; id++) client.send(list(id))
    scheduler.advanceBy(999)
    expect(client.texts).toHaveLength(5)
    client.send(list(6))
    scheduler.advanceBy(0)
    expect(client.closes).toEqual([{ code: 1008, reason: 'Too many messages', wasClean: true }])
    expect(exchange.maxMessagesInAnySecond()).toBe(6)
  })

  it('counts messages in a sliding second', () => {
    const { scheduler, exchange, client } = opened()
    for (const at of [0, 1_000, 2_000]) {
      scheduler.advanceTo(START + at)
      for (let id = 1; id <= 5; id++) client.send(list(id))
      scheduler.advanceBy(0)
    }
    expect(client.closes).toEqual([])
    expect(exchange.maxMessagesInAnySecond()).toBe(5)
  })

  it('counts the pong that answers its ping', () => {
    const { scheduler, exchange, client } = opened()
    scheduler.advanceBy(20_000)
    expect(exchange.received).toEqual([
      { at: START + 20_000, connection: 1, kind: 'pong', text: String(START + 20_000) },
    ])
    for (let id = 1; id <= 5; id++) client.send(list(id))
    scheduler.advanceBy(0)
    expect(client.closes[0]?.code).toBe(1008)
  })

  it('closes with 1009 after a message above 4,096 bytes', () => {
    const { scheduler, client } = opened()
    client.send(' '.repeat(4_097))
    scheduler.advanceBy(0)
    expect(client.closes).toEqual([{ code: 1009, reason: 'Payload too long', wasClean: true }])
  })

  it('pings every 20 s, and keeps a client that answers', () => {
    const { scheduler, exchange, client } = opened()
    scheduler.advanceBy(3_600_000)
    expect(exchange.received).toHaveLength(180)
    expect(client.closes).toEqual([])
  })

  it('closes after 24 h', () => {
    const { scheduler, client } = opened()
    scheduler.advanceBy(86_400_000 - 1)
    expect(client.closes).toEqual([])
    scheduler.advanceBy(1)
    expect(client.closes).toEqual([{ code: 1001, reason: 'Connection expired', wasClean: true }])
  })

  it('rejects the 301st connection of a peer in five minutes', () => {
    const { scheduler, exchange } = inVirtualTime()
    const clients = Array.from({ length: 301 }, () => listen(exchange))
    scheduler.advanceBy(0)
    expect([exchange.attempts, exchange.refused]).toEqual([301, 1])
    expect(clients[300]?.closes[0]?.code).toBe(1006)
    scheduler.advanceBy(300_000)
    const { steps } = listen(exchange)
    scheduler.advanceBy(0)
    expect(steps).toEqual(['open'])
  })

  it('resets a client beyond the limit of buffered bytes', () => {
    const { scheduler, exchange, client } = opened(
      { latency: 60_000, limits: { bufferedBytes: 100_000 } },
      '/stream?streams=btcusdt@depth20@100ms',
    )
    scheduler.advanceBy(120_000)
    expect(client.closes[0]?.code).toBe(1006)
    expect(exchange.connections).toEqual([])
  })
})

describe('shutdown', () => {
  it.each([
    ['/ws', `{"e":"serverShutdown","E":${START}}`],
    ['/stream', `{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":${START}}}`],
  ])('announces itself on %s, closes connections after the grace period', (url, text) => {
    const { scheduler, exchange, client } = opened({}, url)
    exchange.shutdown({ grace: 5_000 })
    const { closes } = listen(exchange)
    scheduler.advanceBy(4_999)
    expect(client.texts).toEqual([text])
    expect(client.closes).toEqual([])
    scheduler.advanceBy(1)
    expect(client.closes).toEqual([{ code: 1001, reason: 'Server shutdown', wasClean: true }])
    expect(closes).toEqual([])
  })

  it('close() ends everything with 1001 and rejects new connections', async () => {
    const { scheduler, exchange, client } = opened({}, '/ws/btcusdt@trade')
    const seen: string[] = []
    exchange.commands$.subscribe({ complete: () => seen.push('complete') })
    await exchange.close()
    scheduler.advanceBy(0)
    expect(client.closes).toEqual([{ code: 1001, reason: 'Exchange closed', wasClean: true }])
    expect(seen).toEqual(['complete'])
    expect(scheduler.pending).toBe(0)
    const { closes } = listen(exchange)
    scheduler.advanceBy(0)
    expect(closes[0]?.code).toBe(1006)
  })
})

describe('the traffic log', () => {
  it('records and emits what clients sent, also over closed connections', () => {
    const { scheduler, exchange, client } = opened()
    const seen: string[] = []
    exchange.commands$.subscribe(({ text }) => seen.push(text))
    client.send(list(1))
    scheduler.advanceBy(10)
    expect(exchange.connections[0]?.received).toEqual([
      { at: START, connection: 1, kind: 'message', text: '{"method":"LIST_SUBSCRIPTIONS","id":1}' },
    ])
    client.socket.close()
    scheduler.advanceBy(0)
    expect(exchange.connections).toEqual([])
    expect(exchange.received).toHaveLength(1)
    expect(seen).toEqual(['{"method":"LIST_SUBSCRIPTIONS","id":1}'])
  })
})
