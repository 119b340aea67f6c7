/** Clients that send what the exchange does not expect, or do not receive what it sends. */
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { WebSocket } from 'ws'
import { closeOf, createHarness, nextMessage } from './harness.js'

const { start, close } = createHarness()
afterEach(close)

const LIST = '{"method":"LIST_SUBSCRIPTIONS","id":1}'
const RESULT = '{"result":[],"id":1}'

/** A masked frame of a client, as bytes. */
function frame(opcode: number, payload: Buffer, isFinal = true): Buffer {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 0xff]
  // A mask of zeros changes nothing.
  return Buffer.concat([Buffer.from([(isFinal ? 0x80 : 0) | opcode, ...length, 0, 0, 0, 0]), payload])
}

const tcpOf = (socket: WebSocket) => (socket as unknown as { _socket: Socket })._socket

describe('pings', () => {
  it.each([
    ['', []],
    ['not UTF-8', [0xff, 0xfe, 0x80, 0x00]],
    ['every byte', Array.from({ length: 125 }, (_, i) => (i * 7 + 131) % 256)],
    ['UTF-8', [...Buffer.from('größe €')]],
  ])('are answered with identical bytes: %s', async (_, bytes) => {
    const { connect } = await start()
    const socket = connect('/ws')
    await once(socket, 'open')
    socket.ping(Buffer.from(bytes))
    expect([...((await once(socket, 'pong'))[0] as Buffer)]).toEqual(bytes)
  })

  it('of four random bytes keep a client connected', async () => {
    const { connect } = await start({ limits: { messagesPerSecond: Infinity } })
    const socket = connect('/ws')
    await once(socket, 'open')
    for (let n = 0; n < 300; n++) {
      const payload = Buffer.alloc(4)
      payload.writeUInt32LE((n * 2_654_435_761) >>> 0)
      socket.ping(payload)
      expect(((await once(socket, 'pong'))[0] as Buffer).equals(payload)).toBe(true)
    }
  })
})

describe('messages', () => {
  it('are executed when binary, or split within a character', async () => {
    const { connect, exchange } = await start()
    const socket = connect('/ws')
    await once(socket, 'open')
    socket.send(Buffer.from(LIST))
    expect(await nextMessage(socket)).toBe(RESULT)
    const text = Buffer.from('{"method":"SUBSCRIBE","params":["größe@trade"],"id":2}')
    const middle = text.indexOf(0xb6)
    tcpOf(socket).write(
      Buffer.concat([
        frame(1, text.subarray(0, middle), false),
        frame(0, Buffer.alloc(0), false),
        frame(0, text.subarray(middle)),
      ]),
    )
    expect(await nextMessage(socket)).toBe('{"result":null,"id":2}')
    expect(exchange.connections[0]?.subscriptions).toEqual(['größe@trade'])
  })

  it('close with 1008 when they are binary and not UTF-8', async () => {
    const { connect } = await start()
    const socket = connect('/ws')
    await once(socket, 'open')
    socket.send(Buffer.from([0x7b, 0xff, 0x7d]))
    expect(await closeOf(socket)).toEqual([1008, 'Invalid request'])
  })

  it.each([
    [5_000, 'Payload too long'],
    [200_000, ''],
    [20_000_000, ''],
  ])('of %i bytes close with 1009, logged truncated', async (length, reason) => {
    const { connect, exchange } = await start()
    const socket = connect('/ws', { perMessageDeflate: false })
    await once(socket, 'open')
    const [connection] = exchange.connections
    socket.send('x'.repeat(length))
    expect(await closeOf(socket)).toEqual([1009, reason])
    expect(connection?.violations.map(({ rule }) => rule)).toEqual(['frameBytes'])
    expect(exchange.received.every(({ text }) => text.length <= 1_024)).toBe(true)
  })

  it('close with 1009 when they inflate to more', async () => {
    const { connect } = await start()
    const socket = connect('/ws', { perMessageDeflate: { threshold: 0 } })
    await once(socket, 'open')
    expect(socket.extensions).toBe('permessage-deflate')
    const before = process.memoryUsage().rss
    socket.send(Buffer.alloc(50_000_000))
    expect(await closeOf(socket)).toEqual([1009, ''])
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })

  it('close with 1008 in more than 256 fragments', async () => {
    const { connect } = await start()
    const socket = connect('/ws')
    await once(socket, 'open')
    const fragments = Array.from({ length: 300 }, () => frame(0, Buffer.from('x'), false))
    tcpOf(socket).write(Buffer.concat([frame(1, Buffer.from('x'), false), ...fragments]))
    expect((await closeOf(socket))[0]).toBe(1008)
  })
})

describe('a slow client', () => {
  it('is reset within seconds once it stops receiving', async () => {
    const { connect, exchange } = await start({ limits: { sendTimeout: 300 } })
    const socket = connect('/ws', { perMessageDeflate: false })
    const other = connect('/ws', { perMessageDeflate: false })
    await Promise.all([once(socket, 'open'), once(other, 'open')])
    const [connection] = exchange.connections
    tcpOf(socket).pause()
    for (let n = 0; n < 20; n++) exchange.faults.send('x'.repeat(1_000_000))
    while (exchange.connections.length > 1) await new Promise(resolve => setTimeout(resolve, 20))
    expect(connection?.violations.map(({ rule }) => rule)).toEqual(['sendTimeout'])
    expect(other.readyState).toBe(WebSocket.OPEN)
  })

  it('is reset where all of them exceed the waiting bytes', async () => {
    const { connect, exchange } = await start({
      limits: { totalBufferedBytes: 30_000_000, sendTimeout: Infinity },
    })
    const sockets = [1, 2, 3, 4].map(() => connect('/ws', { perMessageDeflate: false }))
    await Promise.all(sockets.map(socket => once(socket, 'open')))
    const connections = exchange.connections
    sockets.forEach(socket => tcpOf(socket).pause())
    exchange.faults.send('x'.repeat(20_000_000), { connection: 2 })
    for (let n = 0; n < 8; n++) exchange.faults.send('x'.repeat(1_000_000))
    expect(exchange.connections.map(({ id }) => id)).toEqual([1, 3, 4])
    expect(connections[1]?.violations.map(({ rule }) => rule)).toEqual(['totalBufferedBytes'])
  })
})

describe('a defect of the exchange', () => {
  it('closes its own connection with 1011, and is reported', async () => {
    const { connect, exchange } = await start()
    const errors: unknown[] = []
    exchange.errors$.subscribe(error => errors.push(error))
    const failure = new Error('a defect')
    exchange.faults.reject(() => {
      throw failure
    })
    const [socket, other] = [connect('/ws'), connect('/ws')]
    await Promise.all([once(socket, 'open'), once(other, 'open')])
    socket.send('{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1}')
    expect(await closeOf(socket)).toEqual([1011, 'Internal error'])
    expect(errors).toEqual([failure])
    other.send(LIST)
    expect(await nextMessage(other)).toBe(RESULT)
  })
})

describe('compression', () => {
  it('respects the window of the client', async () => {
    const { connect, exchange } = await start()
    const text = Array.from({ length: 5_000 }, (_, n) => `${n}:${(n * 2_654_435_761) % 1_000_003}`).join()
    for (const serverMaxWindowBits of [9, 12, 15]) {
      const socket = connect('/ws', { perMessageDeflate: { serverMaxWindowBits } })
      await once(socket, 'open')
      expect(socket.extensions).toBe('permessage-deflate')
      exchange.faults.send(text)
      expect(await nextMessage(socket)).toBe(text)
      socket.terminate()
      await once(socket, 'close')
    }
  })
})

describe('HTTP', () => {
  it.each(['HEAD', 'OPTIONS', 'POST'])('answers %s', async method => {
    const { restUrl } = await start()
    const response = await fetch(`${restUrl}/api/v3/ping`, { method })
    expect([response.status, await response.text()]).toEqual(
      { HEAD: [200, ''], OPTIONS: [204, ''], POST: [405, '{}'] }[method],
    )
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('survives bytes that are not HTTP', async () => {
    const { restUrl, port } = await start()
    const tcp = connectTcp(port, '127.0.0.1')
    tcp.on('error', () => undefined)
    tcp.resume()
    tcp.write(Buffer.alloc(100_000, 0xff))
    await once(tcp, 'close')
    expect((await fetch(`${restUrl}/api/v3/ping`)).status).toBe(200)
  })
})
