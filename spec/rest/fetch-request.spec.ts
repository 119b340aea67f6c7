/** The default request, over a real socket. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs'
import { binance } from '../../src/index.js'
import { fetchRequest$ } from '../../src/rest/fetch-request.js'
import { createExchange } from '../../src/simulator/index.js'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  server = createServer(handle)
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('fetchRequest$', () => {
  it('fetches history from an exchange on a port', async () => {
    const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
    const { url, restUrl } = await exchange.listen(0)
    const market = binance({ url, restUrl })
    const klines = await lastValueFrom(market.klineHistory$('BTCUSDT', '1h').pipe(toArray()))
    expect(klines.length).toBeGreaterThan(900)
    await market.close()
    await exchange.close()
  })

  it('passes headers, status and body', async () => {
    const url = await serve((request, response) => {
      response.writeHead(418, { 'Retry-After': '3' }).end(`é ${String(request.headers['x-mbx-time-unit'])}`)
    })
    const response = await firstValueFrom(
      fetchRequest$(url, { headers: { 'x-mbx-time-unit': 'MICROSECOND' } }),
    )
    expect(response).toMatchObject({ status: 418, headers: { 'retry-after': '3' }, body: 'é MICROSECOND' })
  })

  it('aborts when it is unsubscribed', async () => {
    let subscription: { unsubscribe(): void } | undefined
    const aborted = new Promise<void>(resolve => {
      void serve((request, response) => {
        response.on('close', resolve)
        subscription?.unsubscribe()
      }).then(url => (subscription = fetchRequest$(url, { headers: {} }).subscribe()))
    })
    await aborted
  })

  it('reads no more than 64 MiB', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a')
    let sent = 0
    const url = await serve((_, response) => {
      const send = (): void => {
        while (++sent < 200 && response.write(chunk)) continue
        if (sent < 200) response.once('drain', send)
      }
      send()
    })
    await expect(firstValueFrom(fetchRequest$(url, { headers: {} }))).rejects.toThrow(
      'the answer has more than 67108864 bytes',
    )
  }, 30_000)
})
