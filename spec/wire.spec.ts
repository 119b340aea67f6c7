/** Behaviour that only a real socket shows: both ends on loopback. */
import { once } from 'node:events'
import { Agent, type IncomingMessage } from 'node:http'
import { type AddressInfo } from 'node:net'
import { spawn } from 'node:child_process'
import {
  filter,
  firstValueFrom,
  map,
  merge,
  type Observable,
  scan,
  type Subscription,
  take,
  toArray,
} from 'rxjs'
import { webSocket } from 'rxjs/webSocket'
import { WebSocket, WebSocketServer } from 'ws'
import { binance, Freq, type Kind, type LiveOptions, type Market, type MarketEvent } from '../src/index.js'
import { createExchange, type Exchange, type ExchangeOptions } from '../src/simulator/index.js'

describe('over a real socket', () => {
  const closers: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  const listen = async (
    options: LiveOptions = {},
    exchangeOptions: ExchangeOptions = {},
  ): Promise<{ exchange: Exchange; market: Market; url: string }> => {
    const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], ...exchangeOptions })
    closers.push(() => exchange.close())
    const { url } = await exchange.listen(0)
    const market = binance({ url, ...options })
    closers.push(() => market.close())
    return { exchange, market, url }
  }

  it('delivers every kind of stream', async () => {
    const { market, exchange } = await listen()
    const symbol = 'BTCUSDT'
    const streams = [
      market.ticker$(symbol),
      market.miniTicker$(symbol),
      market.rollingTicker$(symbol, '1h'),
      market.rollingTicker$(symbol, Freq.h4),
      market.rollingTicker$(symbol, '1d'),
      market.trade$(symbol),
      market.aggTrade$(symbol),
      market.blockTrade$(symbol),
      ...Object.values(Freq).flatMap(freq => [
        market.kline$(symbol, freq),
        market.kline$(symbol, freq, { timeZone: '+08:00' }),
      ]),
      market.bookTicker$(symbol),
      market.avgPrice$(symbol),
      market.referencePrice$(symbol),
      ...([5, 10, 20] as const).flatMap(levels => [
        market.depth$(symbol, { levels, speed: 100 }),
        market.depth$(symbol, { levels, speed: 1000 }),
      ]),
      market.depthDiff$(symbol, { speed: 100 }),
      market.depthDiff$(symbol, { speed: 1000 }),
      market.allMiniTickers$(),
      market.allRollingTickers$('1h'),
      market.allRollingTickers$('4h'),
      market.allRollingTickers$('1d'),
    ]
    const errors: unknown[] = []
    market.errors$.subscribe(error => errors.push(error))
    const firsts = firstValueFrom(
      merge(...streams.map((stream$: Observable<MarketEvent>) => stream$.pipe(take(1)))).pipe(toArray()),
    )
    await firstValueFrom(market.connection$.pipe(filter(({ type }) => type === 'live')))
    expect(exchange.connections.map(({ subscriptions }) => subscriptions.length)).toEqual([streams.length])
    // Block trades are rare: this one is asked for.
    exchange.faults.inject('btcusdt@blockTrade', {
      e: 'blockTrade',
      E: 1772506983582,
      s: 'BTCUSDT',
      t: 582,
      p: '0.052',
      q: '5838',
      T: 1772506983321,
      m: true,
    })
    const events = await firsts
    expect(events.length).toBe(streams.length)
    const kinds: Kind[] = [
      'aggTrade',
      'allMiniTickers',
      'allRollingTickers',
      'avgPrice',
      'blockTrade',
      'bookTicker',
      'depth',
      'depthDiff',
      'kline',
      'miniTicker',
      'referencePrice',
      'rollingTicker',
      'ticker',
      'trade',
    ]
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual(kinds)
    expect(errors).toEqual([])
    for (const event of events) {
      expect(Math.abs(event.receivedAt - Date.now())).toBeLessThan(60_000)
      if ('symbol' in event) expect(event.symbol).toBe('BTCUSDT')
      else expect(event.tickers.map(ticker => ticker.symbol)).toContain('BTCUSDT')
    }
  })

  it.each([
    ['dropped with a code', (exchange: Exchange) => exchange.faults.drop({ code: 1001 }), 1001],
    ['reset', (exchange: Exchange) => exchange.faults.reset(), 1006],
  ])('reconnects when %s', async (_how, fault, code) => {
    const { market, exchange } = await listen({ reconnect: { initialDelay: 5 } })
    const trades: Subscription = market.trade$('BTCUSDT').subscribe()
    const lives$ = market.connection$.pipe(filter(({ type }) => type === 'live'))
    await firstValueFrom(lives$)
    const closed = firstValueFrom(market.connection$.pipe(filter(({ type }) => type === 'closed')))
    const back = firstValueFrom(
      lives$.pipe(
        filter(status => status.connection === 0),
        take(2),
        toArray(),
      ),
    )
    fault(exchange)
    expect(await closed).toMatchObject({ code })
    await back
    expect(exchange.connections.map(({ subscriptions }) => subscriptions)).toEqual([['btcusdt@trade']])
    trades.unsubscribe()
  })

  it('fails with the reason when the port is closed', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const market = binance({ url: `ws://127.0.0.1:${port}`, reconnect: { maxAttempts: 1, initialDelay: 1 } })
    await expect(firstValueFrom(market.ticker$('BTCUSDT'))).rejects.toThrow(
      `reconnecting failed after 1 attempt: the connection to ws://127.0.0.1:${port}/stream closed with code 1006: connect ECONNREFUSED`,
    )
  })

  it('negotiates permessage-deflate, and fewer bytes cross the wire', async () => {
    const bytes: number[] = []
    for (const compression of [false, { level: 6 }] as const) {
      const { market, exchange } = await listen({ compression })
      await firstValueFrom(
        market.depth$('BTCUSDT', { levels: 20, speed: 100 }).pipe(
          take(10),
          toArray(),
          map(() => {
            const [connection] = exchange.connections
            expect(connection?.extensions).toBe(compression === false ? '' : 'permessage-deflate')
            bytes.push(connection?.bytesWritten ?? 0)
          }),
        ),
      )
    }
    const [bare = 0, deflated = 0] = bytes
    expect(bare).toBeGreaterThan(0)
    expect(deflated).toBeLessThan(bare * 0.7)
  })

  it('sends headers, accepts a base URL, and requests microseconds', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    closers.push(async () => {
      for (const client of server.clients) client.terminate()
      await new Promise(resolve => server.close(resolve))
    })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const market = binance({
      url: `ws://127.0.0.1:${port}/ws/`,
      timeUnit: 'microsecond',
      headers: { 'X-Client': 'spot' },
      commandTimeout: 100,
      closeTimeout: 50,
    })
    closers.push(() => market.close())
    market.ticker$('BTCUSDT').subscribe()
    const [, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage]
    expect(request.url).toBe('/stream?timeUnit=MICROSECOND')
    expect(request.headers['x-client']).toBe('spot')
  })

  it('connects through the given agent', async () => {
    const agent = new Agent()
    const opened = jest.spyOn(agent, 'createConnection')
    const { market } = await listen({ agent })
    expect((await firstValueFrom(market.bookTicker$('BTCUSDT'))).symbol).toBe('BTCUSDT')
    expect(opened).toHaveBeenCalledTimes(1)
  })

  it('closes with code 1000, where a plain webSocket sends none', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    closers.push(() => new Promise(resolve => server.close(resolve)))
    await once(server, 'listening')
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    const closeCode = async (): Promise<number> => {
      const [socket] = (await once(server, 'connection')) as [WebSocket]
      socket.on('message', data => {
        const { id } = JSON.parse((data as Buffer).toString()) as { id: number }
        socket.send(JSON.stringify({ result: null, id }))
      })
      const [code] = (await once(socket, 'close')) as [number]
      return code
    }

    const ourCode = closeCode()
    const market = binance({ url })
    const ours = market.ticker$('BTCUSDT').subscribe()
    await firstValueFrom(market.connection$.pipe(filter(({ type }) => type === 'live')))
    ours.unsubscribe()
    expect(await ourCode).toBe(1000)

    const plainCode = closeCode()
    const plain = webSocket({
      url,
      WebSocketCtor: WebSocket as never,
      openObserver: { next: () => setImmediate(() => plain.unsubscribe()) },
    }).subscribe()
    expect(await plainCode).toBe(1005)
  })

  it('works without a global WebSocket, unlike a plain webSocket', async () => {
    const { market, url } = await listen()
    const present = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')
    Reflect.deleteProperty(globalThis, 'WebSocket')
    try {
      expect(() => webSocket(url)).toThrow('WebSocket is not defined')
      expect((await firstValueFrom(market.bookTicker$('BTCUSDT'))).symbol).toBe('BTCUSDT')
    } finally {
      if (present !== undefined) Object.defineProperty(globalThis, 'WebSocket', present)
    }
  })

  it('answers the latest of pings that were read at once', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    closers.push(() => new Promise(resolve => server.close(resolve)))
    await once(server, 'listening')
    const pongs: string[] = []
    const pinged = once(server, 'connection').then(async ([client]: WebSocket[]) => {
      if (client === undefined) throw new Error('no client has connected')
      client.on('pong', data => pongs.push(data.toString()))
      for (const payload of ['1', '2', '3', '4', '5', '6']) client.ping(payload)
      await once(client, 'pong')
      client.ping('7')
      await once(client, 'pong')
    })
    const { port } = server.address() as AddressInfo
    const market = binance({ url: `ws://127.0.0.1:${port}`, closeTimeout: 50 })
    closers.push(() => market.close())
    market.trade$('BTCUSDT').subscribe()
    await pinged
    expect(pongs).toEqual(['6', '7'])
  })

  it('counts pongs within the limit of 5 messages a second', async () => {
    const { market, exchange } = await listen({}, { limits: { pingInterval: 1_100 } })
    const symbols = Array.from({ length: 12 }, (_, n) => `SYM${n}`)
    const subscriptions = [market.bookTicker$('BTCUSDT').subscribe()]
    // A new stream with each update of the book: a steady stream of commands.
    await firstValueFrom(
      market.depth$('BTCUSDT', { levels: 5, speed: 100 }).pipe(
        scan(count => count + 1, 0),
        map(count => {
          subscriptions.push(market.ticker$(symbols[count % symbols.length] ?? 'SYM').subscribe())
          return count
        }),
        filter(count => count === 25),
      ),
    )
    expect(exchange.received.some(({ kind }) => kind === 'pong')).toBe(true)
    expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)
    expect(exchange.attempts).toBe(1)
    for (const subscription of subscriptions) subscription.unsubscribe()
  })

  it('lets the process exit after the last unsubscribe', async () => {
    const script = `
      import { binance } from './src/index.ts'
      import { createExchange } from './src/simulator/index.ts'
      import { take } from 'rxjs'
      const exchange = createExchange({ seed: 1 })
      const { url } = await exchange.listen(0)
      const market = binance({ url })
      market.ticker$('BTCUSDT').pipe(take(1)).subscribe({
        next: () => console.log('event'),
        complete: () => void market.connection$.subscribe(({ type }) => { if (type === 'closed') void exchange.close() }),
      })`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [code] = (await once(child, 'exit')) as [number]
    expect(output.trim()).toBe('event')
    expect(code).toBe(0)
  }, 30_000)
})
