import { once } from 'node:events'
import { WebSocket } from 'ws'
import { createExchange, ListenError } from '../../../src/simulator/index.js'
import { closeOf, createHarness, nextMessage } from './harness.js'

describe('an exchange on a port', () => {
  const { start, close } = createHarness()
  afterEach(close)

  it('serves a ws client: acknowledgement, then frames', async () => {
    const { connect } = await start()
    const socket = connect('/stream')
    await once(socket, 'open')
    socket.send('{"method":"SUBSCRIBE","params":["btcusdt@depth20@100ms"],"id":1}')
    expect(await nextMessage(socket)).toBe('{"result":null,"id":1}')
    expect(await nextMessage(socket)).toMatch(
      /^\{"stream":"btcusdt@depth20@100ms","data":\{"lastUpdateId":\d+,"bids":\[\[/,
    )
  })

  it('serves REST on the same port, from the same book', async () => {
    const { connect, restUrl } = await start()
    const { u } = JSON.parse(await nextMessage(connect('/ws/btcusdt@depth@100ms'))) as { u: number }
    const response = await fetch(`${restUrl}/api/v3/depth?symbol=BTCUSDT`)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(((await response.json()) as { lastUpdateId: number }).lastUpdateId).toBeGreaterThanOrEqual(u)
    expect((await fetch(`${restUrl}/api/v3/depth`)).status).toBe(400)
    expect((await fetch(`${restUrl}/nowhere`)).status).toBe(404)
  })

  it('pings on the wire, answers pings, and counts both pongs', async () => {
    const { exchange, connect } = await start({ limits: { pingInterval: 20 } })
    const socket = connect('/ws')
    await once(socket, 'ping')
    socket.ping('are you there')
    expect(String((await once(socket, 'pong'))[0])).toBe('are you there')
    const kinds = exchange.received.map(({ kind }) => kind)
    expect(kinds).toContain('ping')
    expect(kinds).toContain('pong')
  })

  it('closes a client that does not answer its pings', async () => {
    const { connect } = await start({ limits: { pingInterval: 20, pongTimeout: 30 } })
    expect(await closeOf(connect('/ws', { autoPong: false }))).toEqual([1008, 'Pong timeout'])
  })

  it('counts an unsolicited pong, which answers no ping', async () => {
    const { exchange, connect } = await start({ limits: { pingInterval: 40, pongTimeout: 60 } })
    const socket = connect('/ws', { autoPong: false })
    socket.on('ping', () => socket.pong('something else'))
    expect(await closeOf(socket)).toEqual([1008, 'Pong timeout'])
    expect(exchange.received.some(({ kind, text }) => kind === 'pong' && text === 'something else')).toBe(
      true,
    )
  })

  it('compresses for a client that offers it', async () => {
    const { exchange, connect } = await start()
    const sockets = [true, false].map(perMessageDeflate =>
      connect('/stream?streams=btcusdt@depth20@100ms', { perMessageDeflate }),
    )
    await Promise.all(
      sockets.map(
        socket =>
          new Promise<void>(resolve => {
            let count = 0
            socket.on('message', () => {
              if (++count === 5) resolve()
            })
          }),
      ),
    )
    const packed = exchange.connections.find(({ extensions }) => extensions === 'permessage-deflate')
    const plain = exchange.connections.find(({ extensions }) => extensions === '')
    expect(packed?.bytesWritten).toBeLessThan(0.6 * (plain?.bytesWritten ?? 0))
  })

  it('declines compression when it is disabled', async () => {
    const { exchange, connect } = await start({}, { compression: false })
    await once(connect('/ws'), 'open')
    expect(exchange.connections[0]?.extensions).toBe('')
  })

  it('resets the TCP connection: the client sees 1006', async () => {
    const { exchange, connect } = await start()
    const socket = connect('/ws')
    await once(socket, 'open')
    exchange.faults.reset()
    expect(await closeOf(socket)).toEqual([1006, ''])
  })

  it('leaves a half-open connection unanswered', async () => {
    const { exchange, connect } = await start()
    const socket = connect('/ws/btcusdt@depth20@100ms')
    await nextMessage(socket)
    exchange.faults.halfOpen()
    const other = connect('/ws/btcusdt@depth20@100ms')
    // Earlier messages have arrived by then.
    await nextMessage(other)
    const received: string[] = []
    socket.on('pong', () => received.push('pong'))
    socket.on('message', () => received.push('message'))
    socket.ping()
    for (let i = 0; i < 3; i++) await nextMessage(other)
    expect(received).toEqual([])
    expect(socket.readyState).toBe(WebSocket.OPEN)
  })

  it.each([
    [{ count: 1, status: 503 }, 'Unexpected server response: 503'],
    [{ count: 1 }, 'socket hang up'],
  ])('rejects the handshake with %j', async (rejection, text) => {
    const { exchange, connect } = await start()
    exchange.faults.refuse(rejection)
    const [error] = (await once(connect('/ws'), 'error')) as [Error]
    expect(error.message).toBe(text)
    await once(connect('/ws'), 'open')
  })

  it('rejects excess attempts with 429, an unknown path with 404', async () => {
    const { connect } = await start({ limits: { connectionsPer5Minutes: 1 } })
    await once(connect('/ws'), 'open')
    expect(String(await once(connect('/ws'), 'error'))).toContain('429')
    expect(String(await once(connect('/nowhere'), 'error'))).toContain('404')
  })

  it('reports an address that this machine does not have', async () => {
    // Source: RFC 5737, an address for documentation alone.
    const listening = createExchange().listen(0, { host: '192.0.2.1' })
    await expect(listening).rejects.toThrow(
      'cannot listen on 192.0.2.1:0: this machine does not have that address',
    )
  })

  it('reports a port that is in use', async () => {
    const { port } = await start()
    const second = createExchange().listen(port)
    await expect(second).rejects.toThrow(ListenError)
    await expect(second).rejects.toThrow(`127.0.0.1:${port}: the port is in use`)
  })

  it('closes its clients with 1001, then its port', async () => {
    const { exchange, connect, restUrl } = await start()
    const socket = connect('/ws/btcusdt@trade')
    await once(socket, 'open')
    const closed = closeOf(socket)
    await exchange.close()
    expect(await closed).toEqual([1001, 'Exchange closed'])
    await expect(fetch(`${restUrl}/api/v3/ping`)).rejects.toThrow('fetch failed')
  })
})
