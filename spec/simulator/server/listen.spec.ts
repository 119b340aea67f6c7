import { once } from 'node:events'
import { WebSocket } from 'ws'
import {
  createExchange,
  type Exchange,
  type ExchangeOptions,
  ListenError,
} from '../../../src/simulator/index.js'

describe('an exchange on a port', () => {
  const started: { exchange: Exchange; sockets: WebSocket[] }[] = []
  const start = async (options: ExchangeOptions = {}, listening = {}) => {
    const exchange = createExchange({ symbols: ['BTCUSDT'], ...options })
    const sockets: WebSocket[] = []
    started.push({ exchange, sockets })
    const address = await exchange.listen(0, listening)
    const connect = (path: string, options = {}) => {
      const socket = new WebSocket(address.url + path, options)
      sockets.push(socket)
      socket.on('error', () => undefined)
      return socket
    }
    return { exchange, connect, ...address }
  }
  afterEach(async () => {
    for (const { exchange, sockets } of started.splice(0)) {
      sockets.forEach(socket => socket.terminate())
      await exchange.close()
    }
  })
  const message = async (socket: WebSocket) => String((await once(socket, 'message'))[0])
  const closing = async (socket: WebSocket) => {
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
    return [code, reason.toString()]
  }

  it('serves a ws client: acknowledgement, then frames', async () => {
    const { connect } = await start()
    const socket = connect('/stream')
    await once(socket, 'open')
    socket.send('{"method":"SUBSCRIBE","params":["btcusdt@depth20@100ms"],"id":1}')
    expect(await message(socket)).toBe('{"result":null,"id":1}')
    expect(await message(socket)).toMatch(
      /^\{"stream":"btcusdt@depth20@100ms","data":\{"lastUpdateId":\d+,"bids":\[\[/,
    )
  })

  it('serves REST on the same port, from the same book', async () => {
    const { connect, restUrl } = await start()
    const { u } = JSON.parse(await message(connect('/ws/btcusdt@depth@100ms'))) as { u: number }
    const response = await fetch(`${restUrl}/api/v3/depth?symbol=BTCUSDT`)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(((await response.json()) as { lastUpdateId: number }).lastUpdateId).toBeGreaterThanOrEqual(u)
    expect((await fetch(`${restUrl}/api/v3/depth`)).status).toBe(400)
    expect((await fetch(`${restUrl}/nowhere`)).status).toBe(404)
  })

  it('pings on the wire, counts the pong, answers a ping with its payload, and counts that too', async () => {
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
    expect(await closing(connect('/ws', { autoPong: false }))).toEqual([1008, 'Pong timeout'])
  })

  it('counts an unsolicited pong, which answers no ping', async () => {
    const { exchange, connect } = await start({ limits: { pingInterval: 40, pongTimeout: 60 } })
    const socket = connect('/ws', { autoPong: false })
    socket.on('ping', () => socket.pong('something else'))
    expect(await closing(socket)).toEqual([1008, 'Pong timeout'])
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
    expect(await closing(socket)).toEqual([1006, ''])
  })

  it('leaves a half-open connection unanswered', async () => {
    const { exchange, connect } = await start()
    const socket = connect('/ws/btcusdt@depth20@100ms')
    await message(socket)
    exchange.faults.halfOpen()
    const other = connect('/ws/btcusdt@depth20@100ms')
    // What was sent before has arrived by then.
    await message(other)
    const received: string[] = []
    socket.on('pong', () => received.push('pong'))
    socket.on('message', () => received.push('message'))
    socket.ping()
    for (let i = 0; i < 3; i++) await message(other)
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

  it('rejects too many attempts with 429, and an unknown path with 404', async () => {
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
    const closed = closing(socket)
    await exchange.close()
    expect(await closed).toEqual([1001, 'Exchange closed'])
    await expect(fetch(`${restUrl}/api/v3/ping`)).rejects.toThrow('fetch failed')
  })
})
