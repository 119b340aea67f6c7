/** The documented defaults of the fields of faults. */
import type { ScheduledFault } from '../../../src/simulator/index.js'
import { inVirtualTime, listen, START } from '../client.js'

const MINI = 'btcusdt@miniTicker'

/** Two clients of one stream, and faults that the first of them meets. */
function met(...faults: readonly ScheduledFault[]) {
  const { exchange, scheduler } = inVirtualTime({ faults })
  const [client, other] = [
    listen(exchange, `/stream?streams=${MINI}`),
    listen(exchange, `/stream?streams=${MINI}`),
  ]
  const until = (seconds: number): void => scheduler.advanceTo(START + seconds * 1_000)
  until(0.9)
  return { exchange, scheduler, client, other, until }
}

describe('the defaults of faults', () => {
  it('drop has code 1011 and no reason', () => {
    const { client, until } = met({ at: 1_500, fault: 'drop' })
    until(1.5)
    expect(client.closes).toEqual([{ code: 1011, reason: '', wasClean: true }])
  })

  it('serverShutdown closes ten seconds after the announcement', () => {
    const { client, until } = met({ at: 1_500, fault: 'serverShutdown' })
    until(11.499)
    expect(client.closes).toEqual([])
    until(11.5)
    expect(client.closes).toMatchObject([{ code: 1001 }])
  })

  it('truncate keeps half of a frame', () => {
    const { client, other, until } = met({ fault: 'truncate', stream: MINI, connection: 1 })
    until(2)
    const [cut, second] = client.texts
    const [whole = '', next] = other.texts
    expect(cut).toBe(whole.slice(0, Math.floor(whole.length / 2)))
    expect(second).toBe(next)
  })

  it('oversize pads to a megabyte', () => {
    const { client, other, until } = met({ fault: 'oversize', stream: MINI, connection: 1 })
    until(2)
    expect(client.texts.map(({ length }) => length)).toEqual([1_048_576, other.texts[1]?.length])
    expect(client.texts[0]?.trim()).toBe(other.texts[0])
  })

  it.each<[ScheduledFault, number[]]>([
    [{ fault: 'loseAcks' }, [2]],
    [{ fault: 'duplicateAcks' }, [1, 1, 2]],
  ])('%j applies once', (fault, ids) => {
    const { client, until } = met(fault)
    for (const id of [1, 2]) client.send({ method: 'LIST_SUBSCRIPTIONS', id })
    until(0.95)
    expect(client.texts.map(text => (JSON.parse(text) as { id: number }).id)).toEqual(ids)
  })

  it('reject replies as for an invalid stream, each time', () => {
    const { client, until } = met({ fault: 'reject', stream: '*@trade' })
    for (const id of [1, 2]) client.send({ method: 'SUBSCRIBE', params: ['btcusdt@trade'], id })
    until(0.95)
    expect(client.texts.map(text => JSON.parse(text) as unknown)).toEqual(
      [1, 2].map(id => ({ error: { code: 2, msg: 'Invalid request: invalid stream' }, id })),
    )
  })

  it.each([
    [429, '60', -1003],
    [418, '120', -1003],
    [503, undefined, -1008],
    [504, undefined, -1007],
    [500, undefined, -1000],
  ])('restError %i has the Retry-After of the exchange', (status, retryAfter, code) => {
    const { exchange } = met({ fault: 'restError', status })
    const { headers, body } = exchange.rest('/api/v3/ping')
    expect([headers['retry-after'], (JSON.parse(body) as { code: number }).code]).toEqual([retryAfter, code])
    expect(exchange.rest('/api/v3/ping').status).toBe(200)
  })

  it('slowLink is exact to the millisecond', () => {
    const { client, until } = met({ fault: 'slowLink', bytesPerSecond: 1e9, connection: 1 })
    until(1)
    expect(client.texts).toEqual([])
    until(1.001)
    expect(client.texts).toHaveLength(1)
  })

  it('faults without a time start synchronously', () => {
    const { exchange } = inVirtualTime({ faults: [{ fault: 'restError', status: 503 }] })
    expect(exchange.rest('/api/v3/ping').status).toBe(503)
  })
})

describe('simultaneous faults', () => {
  it('are used up separately', () => {
    const { exchange } = met(
      { fault: 'restError', status: 503, route: 'time' },
      { fault: 'restError', status: 503, route: 'ping' },
    )
    const statuses = ['ping', 'ping', 'time', 'time'].map(route => exchange.rest(`/api/v3/${route}`).status)
    expect(statuses).toEqual([503, 200, 503, 200])
  })

  it('do not affect books that they do not name', () => {
    const { exchange, until } = met({ fault: 'staleSnapshots', symbol: 'BTCUSDT' })
    const ids = () =>
      ['BTCUSDT', 'ETHUSDT'].map(symbol => {
        const { body } = exchange.rest(`/api/v3/depth?symbol=${symbol}&limit=1`)
        return (JSON.parse(body) as { lastUpdateId: number }).lastUpdateId
      })
    const [bitcoin, ether = NaN] = ids()
    until(60)
    const [sameBitcoin, laterEther] = ids()
    expect(sameBitcoin).toBe(bitcoin)
    expect(laterEther).toBeGreaterThan(ether)
  })
})
