import { inVirtualTime, listen, START } from '../client.js'

const MINI = 'btcusdt@miniTicker'
const URL = `/stream?streams=${MINI}`

const connect = (options = {}) => {
  const { exchange, scheduler } = inVirtualTime(options)
  const client = listen(exchange, URL)
  const until = (seconds: number): void => scheduler.advanceTo(START + seconds * 1_000)
  until(0)
  /** Seconds after the start at which messages arrive. */
  const arrivals: number[] = []
  client.socket.onmessage = ({ data }) => {
    client.texts.push(data)
    arrivals.push((scheduler.now() - START) / 1_000)
  }
  return { exchange, scheduler, client, until, arrivals }
}

describe('a throttled connection', () => {
  it('delays every message equally, in order', () => {
    const { exchange, client, until, arrivals } = connect()
    exchange.faults.slowLink({ bytesPerSecond: 1e9, delay: 700 })
    until(3.5)
    expect(arrivals).toEqual([1.701, 2.701])
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    until(4)
    exchange.faults.drop({ code: 1012 })
    until(5)
    expect(client.texts.map(text => (text.includes('result') ? 'reply' : 'frame'))).toEqual([
      ...['frame', 'frame', 'frame', 'reply', 'frame'],
    ])
    expect(client.closes).toEqual([{ code: 1012, reason: '', wasClean: true }])
  })

  it('loses no waiting message when the fault ends in between', () => {
    const { exchange, client, until } = connect()
    until(0.1)
    const lift = exchange.faults.slowLink({ bytesPerSecond: 50, connection: 1 })
    for (let id = 1; id <= 5; id++) client.send({ method: 'LIST_SUBSCRIPTIONS', id })
    const ids = () => client.texts.map(text => (JSON.parse(text) as { id?: number }).id)
    until(0.99)
    expect(ids()).toEqual([1])
    lift()
    until(0.991)
    expect(ids()).toEqual([1, 2, 3, 4, 5])
  })

  it('sends everything at once when the fault is cleared', () => {
    const { exchange, until, arrivals } = connect()
    const lift = exchange.faults.slowLink({ bytesPerSecond: 1 })
    until(3.25)
    lift()
    until(5)
    expect(arrivals).toEqual([3.25, 3.25, 3.25, 4, 5])
  })

  it('can have two faults, keeps one when the other ends', () => {
    const { exchange, until, arrivals } = connect()
    exchange.faults.stutter({ pause: 2_000 })
    exchange.faults.slowLink({ bytesPerSecond: 1e9, delay: 100, for: 5_000 })
    until(8)
    expect(arrivals).toEqual([2.1, 4.1, 4.1, 6, 6, 8, 8].map(at => expect.closeTo(at, 2) as number))
  })

  it('includes connections that open meanwhile, unless one is targeted', () => {
    const { exchange, scheduler, until } = connect()
    exchange.faults.slowLink({ bytesPerSecond: 1, for: 10_000 })
    const late = listen(exchange, URL)
    until(5)
    expect(late.texts).toEqual([])
    exchange.faults.clear()
    exchange.faults.slowLink({ bytesPerSecond: 1, connection: 'newest' })
    const later = listen(exchange, URL)
    until(7)
    expect([late.frames(MINI), later.frames(MINI)].map(({ length }) => length)).toEqual([5, 2])
    expect(scheduler.now()).toBe(START + 7_000)
  })

  it('resets a client beyond the limit of buffered bytes', () => {
    const { exchange, client, until } = connect({ limits: { bufferedBytes: 1_000 } })
    exchange.faults.slowLink({ bytesPerSecond: 1 })
    until(3)
    expect(client.closes).toEqual([])
    const [connection] = exchange.connections
    until(10)
    expect(client.closes).toEqual([{ code: 1006, reason: '', wasClean: false }])
    expect(client.texts).toEqual([])
    expect(connection?.violations.map(({ rule }) => rule)).toEqual(['bufferedBytes'])
  })

  it('discards what waits for a closed or half-open client', () => {
    const { exchange, scheduler, client, until } = connect()
    const other = listen(exchange, URL)
    exchange.faults.slowLink({ bytesPerSecond: 1 })
    until(5)
    exchange.faults.halfOpen({ connection: 2 })
    client.socket.close()
    other.socket.close()
    scheduler.advanceBy(60_000)
    expect(client.closes).toMatchObject([{ code: 1005 }])
    expect(other.closes).toMatchObject([{ code: 1006 }])
    expect(scheduler.pending).toBe(0)
  })

  it('delays pings, so that a client may time out', () => {
    const { exchange, scheduler } = connect({ limits: { pongTimeout: 10_000 } })
    exchange.faults.slowLink({ bytesPerSecond: 1e9, delay: 10_001 })
    scheduler.advanceBy(31_000)
    expect(exchange.connections).toEqual([])
  })
})
