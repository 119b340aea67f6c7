import { inVirtualTime, listen, START } from '../client.js'

const TRADES = '/stream?streams=btcusdt@trade/btcusdt@miniTicker'
const list = { method: 'LIST_SUBSCRIPTIONS', id: 7 }

const opened = (url = TRADES) => {
  const { scheduler, exchange } = inVirtualTime()
  const client = listen(exchange, url)
  const other = listen(exchange, url)
  scheduler.advanceBy(0)
  return { scheduler, exchange, client, other }
}

describe('the methods of faults', () => {
  it('drop one connection with a code and a reason', () => {
    const { scheduler, exchange, client, other } = opened()
    exchange.faults.drop({ connection: 1, code: 1012, reason: 'restart' })
    scheduler.advanceBy(0)
    expect(client.closes).toEqual([{ code: 1012, reason: 'restart', wasClean: true }])
    expect(other.closes).toEqual([])
  })

  it.each([1004, 1005, 1006, 1015, 999, 5000])('reject the close code %i', code => {
    const { exchange } = opened()
    expect(() => exchange.faults.drop({ code })).toThrow(
      `'code' must be a code that a close frame can carry (1000 to 1003, 1007 to 1014, or 3000 to 4999; for 1006 there is reset), not ${code}`,
    )
    expect(exchange.connections).toHaveLength(2)
  })

  it('reset every connection: clients see an error and 1006', () => {
    const { scheduler, exchange, client, other } = opened()
    exchange.faults.reset()
    scheduler.advanceBy(0)
    expect(client.steps).toEqual(['open', 'error', 'close'])
    expect(other.closes).toEqual([{ code: 1006, reason: '', wasClean: false }])
    expect(exchange.connections).toEqual([])
  })

  it('leave a connection half-open until its pong is late', () => {
    const { scheduler, exchange, client } = opened()
    exchange.faults.halfOpen({ connection: 1 })
    client.send(list)
    scheduler.advanceBy(79_999)
    expect(client.texts).toEqual([])
    expect(client.socket.readyState).toBe(1)
    expect(exchange.connections.map(({ id }) => id)).toEqual([1, 2])
    scheduler.advanceBy(1)
    expect(exchange.connections.map(({ id }) => id)).toEqual([2])
    expect(client.closes).toEqual([])
  })

  it("let a half-open connection's close end unclean after 30 s", () => {
    const { scheduler, exchange, client } = opened()
    exchange.faults.halfOpen({ connection: 1 })
    client.socket.close()
    scheduler.advanceBy(29_999)
    expect(client.closes).toEqual([])
    scheduler.advanceBy(1)
    expect(client.closes).toEqual([{ code: 1006, reason: '', wasClean: false }])
  })

  it('silence one stream until cleared, and still list it', () => {
    const { scheduler, exchange, client } = opened()
    const lift = exchange.faults.silence('btcusdt@miniTicker')
    scheduler.advanceBy(3_000)
    expect(client.frames('btcusdt@miniTicker')).toEqual([])
    expect(client.frames('btcusdt@trade').length).toBeGreaterThan(0)
    expect(exchange.connections[0]?.subscriptions).toContain('btcusdt@miniTicker')
    lift()
    scheduler.advanceBy(1_000)
    expect(client.frames('btcusdt@miniTicker')).toHaveLength(1)
  })

  it('forget a subscription without notice', () => {
    const { scheduler, exchange, client, other } = opened()
    exchange.faults.forget('btcusdt@miniTicker', { connection: 1 })
    scheduler.advanceBy(1_000)
    client.send(list)
    scheduler.advanceBy(0)
    expect(client.texts.at(-1)).toBe('{"result":["btcusdt@trade"],"id":7}')
    expect(client.frames('btcusdt@miniTicker')).toEqual([])
    expect(other.frames('btcusdt@miniTicker')).toHaveLength(1)
  })

  it('corrupt the next frames of a stream, and no more', () => {
    const { scheduler, exchange, client } = opened()
    exchange.faults.corrupt<{ c?: unknown }>(
      'btcusdt@miniTicker',
      ({ c, ...rest }) => ({ ...rest, c: Number(c) }),
      2,
    )
    scheduler.advanceBy(3_000)
    expect(client.frames('btcusdt@miniTicker').map(({ c }) => typeof c)).toEqual([
      'number',
      'number',
      'string',
    ])
  })

  it('send garbage, any text, and any payload of a stream', () => {
    const { scheduler, exchange, client, other } = opened('/ws/nosuch@trade')
    exchange.faults.garbage()
    exchange.faults.send('hi', { connection: 2 })
    exchange.faults.inject('nosuch@trade', { e: 'trade', t: 1 })
    scheduler.advanceBy(0)
    expect(client.texts).toEqual(['{"stream":"btcusdt@tra', '{"e":"trade","t":1}'])
    expect(other.texts).toEqual(['{"stream":"btcusdt@tra', 'hi', '{"e":"trade","t":1}'])
  })

  it('delay or lose replies to commands that are executed', () => {
    const { scheduler, exchange, client } = opened('/stream')
    const subscribe = (stream: string, id: number) =>
      client.send({ method: 'SUBSCRIBE', params: [stream], id })
    exchange.faults.delayAcks(1_500, 1)
    exchange.faults.loseAcks(1)
    subscribe('a@trade', 1)
    subscribe('b@trade', 2)
    subscribe('c@trade', 3)
    scheduler.advanceBy(0)
    expect(exchange.connections[0]?.subscriptions).toEqual(['a@trade', 'b@trade', 'c@trade'])
    expect(client.texts).toEqual(['{"result":null,"id":3}'])
    scheduler.advanceBy(1_500)
    expect(client.texts).toEqual(['{"result":null,"id":3}', '{"result":null,"id":2}'])
  })

  it('reject the whole command that names a stream, count times', () => {
    const { scheduler, exchange, client } = opened('/stream')
    exchange.faults.reject(name => name.startsWith('eth'), { code: 4, msg: 'No', count: 1 })
    const subscribe = (id: number) =>
      client.send({ method: 'SUBSCRIBE', params: ['a@trade', 'ethusdt@trade'], id })
    subscribe(1)
    scheduler.advanceBy(0)
    expect(client.texts).toEqual(['{"error":{"code":4,"msg":"No"},"id":1}'])
    expect(exchange.connections[0]?.subscriptions).toEqual([])
    subscribe(2)
    scheduler.advanceBy(0)
    expect(client.texts.at(-1)).toBe('{"result":null,"id":2}')
  })

  it('reject connections until cleared', () => {
    const { scheduler, exchange } = inVirtualTime()
    const lift = exchange.faults.refuse()
    const { steps } = listen(exchange)
    scheduler.advanceBy(0)
    expect(steps).toEqual(['error', 'close'])
    lift()
    const next = listen(exchange)
    scheduler.advanceBy(0)
    expect(next.steps).toEqual(['open'])
    expect([exchange.attempts, exchange.refused]).toEqual([2, 1])
  })

  it('clear all faults at once', () => {
    const { scheduler, exchange, client } = opened()
    exchange.faults.silence('btcusdt@miniTicker')
    exchange.faults.loseAcks(9)
    exchange.faults.refuse()
    exchange.faults.clear()
    client.send(list)
    const { steps } = listen(exchange)
    scheduler.advanceTo(START + 1_000)
    expect(client.frames('btcusdt@miniTicker')).toHaveLength(1)
    expect(client.texts[0]).toContain('"id":7')
    expect(steps).toEqual(['open'])
  })
})
