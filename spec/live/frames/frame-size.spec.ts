import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { deflateRawSync } from 'node:zlib'
import { firstValueFrom, take, toArray } from 'rxjs'
import { type WebSocket, WebSocketServer } from 'ws'
import { binance } from '../../../src/index.js'
import { createWorld, watch } from '../../world.js'

const MEGABYTE = 1024 * 1024

async function listen(onConnection: (client: WebSocket) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true })
  await once(server, 'listening')
  server.on('connection', client => {
    // The client closes with its own error.
    client.on('error', () => undefined)
    onConnection(client)
  })
  const { port } = server.address() as AddressInfo
  return { url: `ws://127.0.0.1:${port}`, close: () => new Promise(resolve => server.close(resolve)) }
}

describe('maxFrameBytes', () => {
  it('is 16 MiB by default, counted after decompression', async () => {
    // 99 MB of blanks are 96 KB on the wire.
    const bomb = deflateRawSync(Buffer.alloc(99 * MEGABYTE, ' '))
    const header = Buffer.alloc(10)
    // A final text frame, compressed, with a length of eight bytes.
    header[0] = 0xc1
    header[1] = 127
    header.writeBigUInt64BE(BigInt(bomb.length), 2)
    const server = await listen(client => {
      const { _socket: socket } = client as unknown as { _socket: NodeJS.WritableStream }
      socket.write(Buffer.concat([header, bomb]))
    })
    const market = binance({
      url: server.url,
      compression: true,
      reconnect: { maxAttempts: 2, initialDelay: 1, jitter: 0 },
    })
    const before = process.memoryUsage().rss
    await expect(firstValueFrom(market.ticker$('BTCUSDT'))).rejects.toMatchObject({
      code: 'RECONNECT_FAILED',
      cause: { code: 'CONNECTION_LOST', cause: { code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' } },
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MEGABYTE)
    await market.close()
    await server.close()
  })

  it.each([true, false])('accepts frames of exactly that size (compression %p)', async compression => {
    const event = (id: number, size: number): string =>
      `{"stream":"btcusdt@bookTicker","data":{"u":${id},"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}}`.padEnd(
        size,
      )
    const server = await listen(client => {
      client.once('message', () => {
        client.send(event(1, 1_000))
        client.send(event(2, 500))
      })
    })
    const market = binance({ url: server.url, compression, maxFrameBytes: 1_000, closeTimeout: 50 })
    const events = await firstValueFrom(market.bookTicker$('BTCUSDT').pipe(take(2), toArray()))
    expect(events.map(({ updateId }) => updateId)).toEqual([1, 2])
    await market.close()
    await server.close()
  })

  it('limits what a socket of connect delivers, stays open', () => {
    const { market, scheduler, exchange, errors } = createWorld({ maxFrameBytes: 2_000 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_500)
    exchange.faults.oversize({ stream: 'btcusdt@ticker', bytes: 2_001 })
    scheduler.advanceBy(2_000)
    expect(errors).toEqual([expect.objectContaining({ code: 'DECODE_FAILED' })])
    expect(errors[0]?.message).toContain('maxFrameBytes')
    expect(ticker.terminations).toEqual([])
    expect(ticker.events.length).toBeGreaterThan(0)
    expect(exchange.attempts).toBe(1)
  })
})
