import { inVirtualTime, listen, START } from '../client.js'

const MINI = 'btcusdt@miniTicker'
const URL = `/stream?streams=${MINI}`

const linked = (options = {}) => {
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

describe('a link in trouble', () => {
  it('delays every message alike, and keeps their order', () => {
    const { exchange, client, until, arrivals } = linked()
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

  it('loses nothing of what still waits when the trouble ends after some of it has passed', () => {
    const { exchange, client, until } = linked()
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

  it('lets everything go at once when the trouble is over', () => {
    const { exchange, until, arrivals } = linked()
    const lift = exchange.faults.slowLink({ bytesPerSecond: 1 })
    until(3.25)
    lift()
    until(5)
    expect(arrivals).toEqual([3.25, 3.25, 3.25, 4, 5])
  })

  it('can be in two troubles, and is left with the other when one is over', () => {
    const { exchange, until, arrivals } = linked()
    exchange.faults.stutter({ pause: 2_000 })
    exchange.faults.slowLink({ bytesPerSecond: 1e9, delay: 100, for: 5_000 })
    until(8)
    expect(arrivals).toEqual([2.1, 4.1, 4.1, 6, 6, 8, 8].map(at => expect.closeTo(at, 2) as number))
  })

  it('is that of connections that open meanwhile too, unless one is meant', () => {
    const { exchange, scheduler, until } = linked()
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

  it('cuts a client for whom more waits than there may', () => {
    const { exchange, client, until } = linked({ limits: { bufferedBytes: 1_000 } })
    exchange.faults.slowLink({ bytesPerSecond: 1 })
    until(3)
    expect(client.closes).toEqual([])
    const [connection] = exchange.connections
    until(10)
    expect(client.closes).toEqual([{ code: 1006, reason: '', wasClean: false }])
    expect(client.texts).toEqual([])
    expect(connection?.violations.map(({ rule }) => rule)).toEqual(['bufferedBytes'])
  })

  it('holds nothing for a client that has left, or that is half open', () => {
    const { exchange, scheduler, client, until } = linked()
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

  it('makes pings late, so that a client may seem dead', () => {
    const { exchange, scheduler } = linked({ limits: { pongTimeout: 10_000 } })
    exchange.faults.slowLink({ bytesPerSecond: 1e9, delay: 10_001 })
    scheduler.advanceBy(31_000)
    expect(exchange.connections).toEqual([])
  })
})
