import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { filter, firstValueFrom } from 'rxjs'
import { binance, type ConnectionStatus } from '../../../src/index.js'
import { parseRetryAfter } from '../../../src/clock/retry-after.js'

const DATE = 'Tue, 14 Nov 2023 22:13:20 GMT'
const LATER = 'Tue, 14 Nov 2023 22:15:20 GMT'
const NOW = Date.parse(DATE)

describe('Retry-After', () => {
  it.each<[string | undefined, string | undefined, number | undefined]>([
    ['0', undefined, 0],
    ['7', DATE, 7_000],
    [' 120 ', undefined, 120_000],
    [LATER, DATE, 120_000],
    // By our own clock where the response has no date, or no valid one.
    [LATER, undefined, 120_000],
    [LATER, 'today', 120_000],
    // By the server's clock where ours differs.
    [LATER, 'Tue, 14 Nov 2023 22:15:10 GMT', 10_000],
    [DATE, LATER, 0],
    [undefined, DATE, undefined],
    ['', DATE, undefined],
    ['soon', DATE, undefined],
    ['9'.repeat(40), undefined, 2 ** 31 - 1],
    ['Fri, 31 Dec 9999 23:59:59 GMT', DATE, 2 ** 31 - 1],
  ])('%j at %j is %p ms', (value, date, delay) => {
    expect(parseRetryAfter(value, date, NOW)).toBe(delay)
  })

  it('never exceeds the longest timer, however many digits it has', () => {
    expect(parseRetryAfter('9'.repeat(400), DATE, NOW)).toBe(2 ** 31 - 1)
  })

  describe('of a rejected handshake', () => {
    let server: Server
    let attempts: number[]
    let respond: () => readonly [status: number, headers: Readonly<Record<string, string>>]

    beforeEach(async () => {
      attempts = []
      server = createServer()
      server.on('upgrade', (_request, socket) => {
        attempts.push(performance.now())
        const [status, headers] = respond()
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
        socket.end(`HTTP/1.1 ${status} No\r\n${lines.join('')}Content-Length: 0\r\n\r\n`)
      })
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    })
    afterEach(() => new Promise(resolve => server.close(resolve)))

    const open = () => {
      const { port } = server.address() as AddressInfo
      const market = binance({
        url: `ws://127.0.0.1:${port}`,
        reconnect: { initialDelay: 1, maxDelay: 1, maxAttempts: 1 },
      })
      const statuses: ConnectionStatus[] = []
      market.connection$.subscribe(status => statuses.push(status))
      return { market, statuses }
    }

    it.each([
      [429, () => ({ 'Retry-After': '1' })],
      [418, () => ({ 'Retry-After': '1' })],
      [429, () => ({ 'Retry-After': 'Tue, 14 Nov 2023 22:13:21 GMT', Date: DATE })],
      // Dates are whole seconds: between one and two from now.
      [418, () => ({ 'Retry-After': new Date(Date.now() + 2_000).toUTCString() })],
    ])('with status %i is obeyed', async (status, headers) => {
      respond = () => [status, headers()]
      const { market, statuses } = open()
      await expect(firstValueFrom(market.ticker$('BTCUSDT'))).rejects.toMatchObject({
        code: 'RECONNECT_FAILED',
        cause: { cause: { code: 'HANDSHAKE_REJECTED', status } },
      })
      expect(attempts).toHaveLength(2)
      const waited = (attempts[1] ?? 0) - (attempts[0] ?? 0)
      expect(waited).toBeGreaterThanOrEqual(950)
      expect(waited).toBeLessThan(5_000)
      expect(statuses.map(({ type }) => type)).toEqual([
        'connecting',
        'closed',
        'reconnecting',
        'waiting',
        'connecting',
        'closed',
        'failed',
      ])
      expect(statuses[3]).toMatchObject({ reason: 'retryAfter' })
      await market.close()
    })

    it('of a year does not cause a loop of attempts', async () => {
      respond = () => [429, { 'Retry-After': '31536000' }]
      const { market } = open()
      const subscription = market.ticker$('BTCUSDT').subscribe()
      await firstValueFrom(market.connection$.pipe(filter(({ type }) => type === 'waiting')))
      await new Promise(resolve => setTimeout(resolve, 100))
      expect(attempts).toHaveLength(1)
      subscription.unsubscribe()
      await market.close()
    })
  })
})
