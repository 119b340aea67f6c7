import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { asyncScheduler, config, filter, firstValueFrom } from 'rxjs'
import { binance, type DebugEntry, type WebSocketLike } from '../../src/index.js'
import { createWorld, watch } from '../world.js'
import { silentSocket } from './silent-socket.js'

const summary = (entry: DebugEntry): string => {
  if (entry.type === 'socket') return `socket ${entry.event}`
  if (entry.type === 'status') return `status ${entry.status.type}`
  return entry.type
}

/** The entries of a market, until it is closed. */
function createDebuggedWorld(options: Parameters<typeof createWorld>[0] = {}, latency = 0) {
  const entries: DebugEntry[] = []
  const world = createWorld({ debug: entry => entries.push(entry), ...options }, { latency })
  return { ...world, entries }
}

describe('the debug option', () => {
  it('reports a connection from opening to closed, in order', async () => {
    const { market, scheduler, entries } = createDebuggedWorld()
    const { subscription } = watch(market.miniTicker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    subscription.unsubscribe()
    scheduler.advanceBy(10)
    const closing = market.close()
    scheduler.advanceBy(10)
    await closing
    expect(entries.map(summary)).toEqual([
      'status connecting',
      'socket opening',
      'socket open',
      'status open',
      'command',
      'status subscribing',
      'frame',
      'status live',
      'frame',
      'command',
      'frame',
      'socket closing',
      'status closed',
      'socket closed',
    ])
    expect(new Set(entries.map(({ connection }) => connection))).toEqual(new Set([0]))
  })

  it('gives commands and frames as text, with time and size', () => {
    const { market, scheduler, exchange, entries } = createDebuggedWorld({}, 20)
    watch(market.miniTicker$('BTCUSDT'))
    scheduler.advanceBy(1_100)
    const sent = entries.filter(({ type }) => type === 'command')
    expect(sent).toEqual([
      {
        type: 'command',
        connection: 0,
        session: 1,
        at: exchange.received[0]!.at - 20,
        text: '{"method":"SUBSCRIBE","params":["btcusdt@miniTicker"],"id":1}',
      },
    ])
    const [reply, event] = entries.filter(entry => entry.type === 'frame')
    expect(reply).toMatchObject({ text: '{"result":null,"id":1}', size: 22 })
    expect(JSON.parse(event!.text)).toMatchObject({ stream: 'btcusdt@miniTicker', data: { s: 'BTCUSDT' } })
    expect(event!.size).toBe(event!.text.length)
  })

  it('reports pings, drops, errors and causes of failed attempts', () => {
    const { market, scheduler, exchange, statuses, errors, entries } = createDebuggedWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.inject('btcusdt@ticker', { price: 1 })
    exchange.faults.refuse({ for: 1_500 })
    exchange.faults.drop({ code: 1011 })
    scheduler.advanceBy(10_000)
    expect(errors.map(({ code }) => code)).toContain('DECODE_FAILED')
    expect(entries.flatMap(entry => (entry.type === 'error' ? [entry.error] : []))).toEqual(errors)
    expect(entries.flatMap(entry => (entry.type === 'status' ? [entry.status] : []))).toEqual(statuses)
    const closed = entries.flatMap(entry =>
      entry.type === 'socket' && entry.event === 'closed' ? [entry.detail] : [],
    )
    expect(closed.slice(0, 2)).toEqual([expect.stringMatching(/^1011/), expect.stringMatching(/^1006/)])
  })

  it('reports the connections of a pool by index', () => {
    const { market, scheduler, entries } = createDebuggedWorld()
    watch(market.ticker$('BTCUSDT', { connection: 0 }))
    watch(market.ticker$('ETHUSDT', { connection: 3 }))
    scheduler.advanceBy(1_000)
    const commands = entries.filter(entry => entry.type === 'command')
    expect(commands.map(({ connection, text }) => [connection, text.includes('ethusdt')])).toEqual([
      [0, false],
      [3, true],
    ])
  })

  it('numbers the sessions of a connection', () => {
    const { market, scheduler, exchange, entries } = createDebuggedWorld({ mirror: 2 })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.reset({ connection: 'newest' })
    scheduler.advanceBy(5_000)
    const opening = entries.filter(entry => entry.type === 'socket' && entry.event === 'opening')
    expect(opening).toMatchObject([{ session: 1 }, { session: 2 }, { session: 3 }])
    const frames = entries.flatMap(entry => (entry.type === 'frame' ? [entry.session] : []))
    expect(new Set(frames)).toEqual(new Set([1, 2, 3]))
    expect(entries.filter(entry => entry.type === 'command' && entry.session === 3)).toHaveLength(1)
  })

  it('bounds and cleans what it prints of a frame', () => {
    const entries: DebugEntry[] = []
    const { market, socket } = createBareMarket(entry => entries.push(entry))
    watch(market.ticker$('BTCUSDT'))
    const opened = socket()
    opened.onopen?.(undefined)
    const hostile = `\u001b[2J\n${'x'.repeat(2_000_000)}`
    for (const data of [hostile, new TextEncoder().encode(hostile)]) opened.onmessage?.({ data })
    const frames = entries.filter(entry => entry.type === 'frame')
    expect(frames.map(({ size }) => size)).toEqual([2_000_005, 2_000_005])
    for (const { text } of frames) expect(text).toMatch(/^ \[2J x+…$/)
    for (const { text } of frames) expect(text).toHaveLength(1_000)
  })

  it('prints no credentials of a url', () => {
    const entries: DebugEntry[] = []
    const url = 'wss://user:hunter2@127.0.0.1:1/?token=hunter2'
    const { market, socket } = createBareMarket(entry => entries.push(entry), url)
    watch(market.ticker$('BTCUSDT'))
    socket().onerror?.({ error: new Error(`cannot reach ${url}`) })
    socket().onclose?.({ code: 1006, reason: `see ${url}` })
    expect(entries.filter(({ type }) => type === 'socket')).toEqual([
      expect.objectContaining({
        event: 'opening',
        detail: expect.stringContaining('***@127.0.0.1') as string,
      }),
      expect.objectContaining({ event: 'error' }),
      expect.objectContaining({ event: 'closed' }),
    ])
    expect(JSON.stringify(entries)).not.toContain('hunter2')
  })

  it('does not disturb the connection when it throws', async () => {
    const failures: unknown[] = []
    config.onUnhandledError = error => failures.push(error)
    const { market, scheduler } = createWorld({
      debug: () => {
        throw new Error('broken')
      },
    })
    const ticker = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(3_000)
    // After the timers with which RxJS reports them.
    await new Promise(resolve => setTimeout(resolve))
    config.onUnhandledError = null
    expect(ticker.events).toHaveLength(3)
    expect(failures[0]).toMatchObject({ message: 'broken' })
  })

  describe('over ws', () => {
    let server: Server
    beforeAll(() => new Promise<void>(resolve => (server = createServer()).listen(0, '127.0.0.1', resolve)))
    afterAll(() => new Promise(resolve => server.close(resolve)))

    it('reports the cause of a rejected handshake, and no header', async () => {
      server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'))
      const entries: DebugEntry[] = []
      const market = binance({
        url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
        headers: { authorization: 'Bearer hunter2' },
        reconnect: false,
        scheduler: asyncScheduler,
        debug: entry => entries.push(entry),
      })
      market.ticker$('BTCUSDT').subscribe({ error: () => undefined })
      await firstValueFrom(market.connection$.pipe(filter(({ type }) => type === 'failed')))
      expect(entries.map(summary)).toEqual([
        'status connecting',
        'socket opening',
        'socket closed',
        'status closed',
        'status failed',
      ])
      expect(JSON.stringify(entries)).not.toContain('hunter2')
    })
  })
})

/** A market on one socket of the spec's own. */
function createBareMarket(debug: (entry: DebugEntry) => void, url?: string) {
  let socket: WebSocketLike | undefined
  const { market, scheduler } = createWorld({
    debug,
    ...(url !== undefined && { url }),
    connect: () => (socket = silentSocket()),
  })
  return {
    market,
    socket: (): WebSocketLike => {
      if (socket === undefined) scheduler.advanceBy(1)
      return socket!
    },
  }
}
