/** Faults beyond a session: they are the same over a real socket as in memory. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { createExchange, type Exchange, type ExchangeOptions } from '../../../src/simulator/index.js'

describe('faults over a real socket', () => {
  const started: { exchange: Exchange; sockets: WebSocket[] }[] = []
  const start = async (options: ExchangeOptions = {}) => {
    const exchange = createExchange({ symbols: ['BTCUSDT'], ...options })
    const sockets: WebSocket[] = []
    started.push({ exchange, sockets })
    const { url, restUrl } = await exchange.listen()
    const connect = async (path: string) => {
      const socket = new WebSocket(url + path)
      sockets.push(socket)
      // From the beginning: the first frames may come with the answer to the handshake.
      const texts: string[] = []
      socket.on('message', (data: Buffer) => texts.push(data.toString()))
      await once(socket, 'open')
      return { socket, texts }
    }
    const ask = (route: string, init?: RequestInit) => fetch(`${restUrl}/api/v3/${route}`, init)
    return { exchange, connect, ask }
  }
  afterEach(async () => {
    for (const { exchange, sockets } of started.splice(0)) {
      sockets.forEach(socket => socket.terminate())
      await exchange.close()
    }
  })
  it('a slow connection delays messages, and the close, until cleared', async () => {
    const { exchange, connect } = await start()
    const { socket, texts: received } = await connect('/ws')
    const closed = once(socket, 'close').then(([code]) => received.push(String(code)))
    const lift = exchange.faults.slowLink({ bytesPerSecond: 1 })
    exchange.faults.send('first')
    exchange.faults.drop({ code: 4000 })
    await connect('/ws')
    expect(received).toEqual([])
    lift()
    await closed
    expect(received).toEqual(['first', '4000'])
  })

  it('a schedule counts events, and starts its fault', async () => {
    const { connect } = await start({
      faults: [
        { after: { connections: 1 }, fault: 'truncate', stream: '*', keep: 0.5 },
        { after: { frames: 2 }, fault: 'drop', code: 1012 },
      ],
    })
    const { socket, texts } = await connect('/ws/btcusdt@depth20@100ms')
    const [code] = (await once(socket, 'close')) as [number]
    expect(code).toBe(1012)
    expect(texts).toHaveLength(2)
    expect(() => JSON.parse(texts[0] ?? '') as unknown).toThrow(SyntaxError)
    expect(JSON.parse(texts[1] ?? '')).toHaveProperty('lastUpdateId')
  })

  it('an oversized frame arrives entirely', async () => {
    const { exchange, connect } = await start()
    const { socket, texts } = await connect('/ws/btcusdt@depth20@100ms')
    exchange.faults.oversize({ stream: '*', bytes: 3_000_000 })
    const large = (text: string | undefined) => text?.length === 3_000_000
    while (!large(texts.at(-1))) await once(socket, 'message')
    expect(texts.filter(large)).toHaveLength(1)
  })

  it("REST reports the address's weight, and errors with headers", async () => {
    const { exchange, ask } = await start()
    const first = await ask('ping')
    expect(first.headers.get('X-MBX-USED-WEIGHT-1M')).toBe('1')
    expect((await ask('exchangeInfo')).headers.get('x-mbx-used-weight')).toBe('21')
    expect(exchange.rest('/api/v3/ping').headers['x-mbx-used-weight-1m']).toBe('1')
    exchange.faults.restError({ status: 418, retryAfter: 300 })
    const banned = await ask('ping')
    expect([banned.status, banned.headers.get('retry-after')]).toEqual([418, '300'])
    const micro = await ask('time', { headers: { 'X-MBX-TIME-UNIT': 'MICROSECOND' } })
    expect(((await micro.json()) as { serverTime: number }).serverTime).toBeGreaterThan(1e15)
  })

  it('delayed and missing responses do not delay close()', async () => {
    const { exchange, ask } = await start()
    exchange.faults.restDelay({ delay: 40 })
    await expect(ask('ping')).resolves.toMatchObject({ status: 200 })
    exchange.faults.restHang()
    await expect(ask('ping', { signal: AbortSignal.timeout(30) })).rejects.toThrow('timeout')
    exchange.faults.restTimeout()
    await expect(ask('ping', { signal: AbortSignal.timeout(30) })).rejects.toThrow('timeout')
  })
})
