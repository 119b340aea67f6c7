import { EventEmitter } from 'node:events'
import { type AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { firstValueFrom, retry } from 'rxjs'
import { WebSocket } from 'ws'
import { binance, type LiveOptions, type WebSocketLike } from '../../../src/index.js'
import { createExchange } from '../../../src/simulator/index.js'
import { VirtualScheduler } from '../../../src/testing/index.js'
import { watch } from '../../world.js'

const EVENT = '{"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}}'

/** A market in virtual time on sockets that `script` drives. */
function marketOn(script: (socket: WebSocketLike, n: number) => object | void, options: LiveOptions = {}) {
  const scheduler = new VirtualScheduler()
  const sockets: WebSocketLike[] = []
  const sent: string[] = []
  const market = binance({
    scheduler,
    reconnect: { jitter: 0 },
    ...options,
    connect: () => {
      const socket: WebSocketLike = {
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
        send: text => void sent.push(text),
        close: () => undefined,
      }
      sockets.push(socket)
      return (script(socket, sockets.length) ?? socket) as WebSocketLike
    },
  })
  const statuses = watch(market.connection$).events
  const ticker = watch(market.bookTicker$('BTCUSDT'))
  return { market, scheduler, sockets, sent, statuses, ticker, types: () => statuses.map(({ type }) => type) }
}

describe('a socket of connect', () => {
  it('that is open already is used', () => {
    const { scheduler, sockets, ticker, types, sent } = marketOn(socket => {
      Object.assign(socket, { readyState: 1 })
    })
    scheduler.advanceBy(10)
    sockets[0]?.onmessage?.({ data: EVENT })
    expect(types()).toEqual(['connecting', 'open', 'subscribing'])
    expect(sent).toHaveLength(1)
    expect(ticker.events).toHaveLength(1)
  })

  it('that opens and acknowledges synchronously is used', () => {
    const { scheduler, types } = marketOn(socket => {
      let onopen: WebSocketLike['onopen'] = null
      Object.defineProperty(socket, 'onopen', {
        get: () => onopen,
        set: (handler: WebSocketLike['onopen']) => {
          onopen = handler
          handler?.(undefined)
        },
      })
      socket.send = text => {
        const { id } = JSON.parse(text) as { id: number }
        socket.onmessage?.({ data: `{"result":null,"id":${id}}` })
      }
    })
    scheduler.advanceBy(10)
    expect(types().at(-1)).toBe('live')
  })

  it('that emits an error and no close has ended', () => {
    const failure = new Error('network down')
    const { scheduler, sockets, statuses, types } = marketOn(() => undefined)
    scheduler.advanceBy(10)
    sockets[0]?.onerror?.({ type: 'error', error: failure })
    scheduler.advanceBy(200)
    expect(types().slice(1)).toEqual(['closed', 'reconnecting'])
    expect(statuses.at(-1)).toMatchObject({
      cause: { code: 'CONNECTION_LOST', closeCode: 1006, cause: failure },
    })
    scheduler.advanceBy(1_000)
    expect(sockets).toHaveLength(2)
  })

  it.each([undefined, {}, { code: undefined }, { reason: undefined }])(
    'closed with the event %j is lost with code 1005',
    event => {
      const { scheduler, sockets, statuses } = marketOn(() => undefined)
      scheduler.advanceBy(10)
      sockets[0]?.onopen?.(undefined)
      ;(sockets[0]?.onclose as ((event: unknown) => void) | undefined)?.(event)
      scheduler.advanceBy(10)
      expect(statuses.find(({ type }) => type === 'closed')).toMatchObject({ code: 1005, reason: '' })
      expect(statuses.at(-1)?.type).toBe('reconnecting')
    },
  )

  it.each([new TypeError('not open'), Object.assign(new Error('EPIPE'), { code: 'EPIPE' })])(
    'whose send throws %p is lost, and replaced',
    failure => {
      const { scheduler, sockets, statuses, ticker } = marketOn((socket, n) => {
        if (n > 1) return
        socket.send = () => {
          throw failure
        }
      })
      scheduler.advanceBy(10)
      sockets[0]?.onopen?.(undefined)
      scheduler.advanceBy(10)
      expect(statuses.at(-1)).toMatchObject({ type: 'reconnecting', cause: { cause: failure } })
      scheduler.advanceBy(1_000)
      sockets[1]?.onopen?.(undefined)
      sockets[1]?.onmessage?.({ data: EVENT })
      expect(ticker.events).toHaveLength(1)
      expect(ticker.terminations).toEqual([])
    },
  )

  it('whose close throws is abandoned', async () => {
    const { market, scheduler, sockets } = marketOn(socket => {
      socket.close = () => {
        throw new Error('InvalidAccessError')
      }
    })
    scheduler.advanceBy(10)
    sockets[0]?.onopen?.(undefined)
    const closing = market.close()
    scheduler.advanceBy(5_000)
    await closing
    expect(scheduler.pending).toBe(0)
  })

  it('that has neither close, readyState nor binaryType is used', async () => {
    const { market, scheduler, sockets, ticker } = marketOn(socket => {
      Reflect.deleteProperty(socket, 'close')
      Reflect.deleteProperty(socket, 'onerror')
    })
    scheduler.advanceBy(10)
    sockets[0]?.onopen?.(undefined)
    sockets[0]?.onmessage?.({ data: EVENT })
    expect(ticker.events).toHaveLength(1)
    const closing = market.close()
    scheduler.advanceBy(5_000)
    await closing
    expect(scheduler.pending).toBe(0)
  })

  it.each([undefined, null, 'wss://x', 7, {}, Promise.resolve({})])(
    'that is %p is reported as an invalid option',
    value => {
      const scheduler = new VirtualScheduler()
      const market = binance({ scheduler, connect: () => value as WebSocketLike })
      const statuses = watch(market.connection$).events
      const events = watch(market.ticker$('BTCUSDT'))
      scheduler.advanceBy(60_000)
      expect(events.terminations).toEqual([
        expect.objectContaining({
          code: 'INVALID_OPTION',
          message: expect.stringContaining('connect') as unknown,
        }),
      ])
      expect(statuses.map(({ type }) => type)).toEqual(['connecting', 'failed'])
    },
  )

  it('whose constructor throws is an invalid option, not retried', () => {
    const failure = new SyntaxError("The URL's scheme must be either 'ws' or 'wss'")
    const { scheduler, ticker, statuses, sockets } = marketOn(() => {
      throw failure
    })
    scheduler.advanceBy(0)
    expect(ticker.terminations).toEqual([expect.objectContaining({ code: 'INVALID_OPTION', cause: failure })])
    expect(statuses.at(-1)).toMatchObject({ type: 'failed', attempts: 0 })
    scheduler.advanceBy(600_000)
    expect(sockets).toHaveLength(1)
    expect(scheduler.pending).toBe(0)
  })

  it('whose constructor throws does not loop under retry()', () => {
    const scheduler = new VirtualScheduler()
    let count = 0
    const connect = (): never => {
      count++
      throw new Error('no socket today')
    }
    const ticker = watch(binance({ scheduler, connect }).ticker$('BTCUSDT').pipe(retry()))
    scheduler.advanceBy(10_000)
    expect(count).toBeLessThan(10)
    expect(ticker.terminations).toEqual([])
  })

  it('is terminated, where it can be, when it is stale', () => {
    let terminations = 0
    const { scheduler, sockets } = marketOn(
      socket => {
        Object.assign(socket, { terminate: () => terminations++ })
      },
      { heartbeatInterval: 1_000, commandTimeout: 1_000 },
    )
    scheduler.advanceBy(10)
    sockets[0]?.onopen?.(undefined)
    scheduler.advanceBy(5_000)
    expect(terminations).toBe(1)
    expect(sockets).toHaveLength(2)
  })

  it('may be of ws, whose unhandled errors end the process', async () => {
    const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const market = binance({
      url: `ws://127.0.0.1:${port}`,
      reconnect: { maxAttempts: 1, initialDelay: 1 },
      connect: url => new WebSocket(url) as unknown as WebSocketLike,
    })
    await expect(firstValueFrom(market.ticker$('BTCUSDT'))).rejects.toMatchObject({
      code: 'RECONNECT_FAILED',
      cause: { code: 'CONNECTION_LOST', cause: { message: 'socket hang up' } },
    })
    await market.close()
    await new Promise(resolve => server.close(resolve))
  })

  it('may be of ws with any binaryType', async () => {
    const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
    const { url } = await exchange.listen(0)
    for (const binaryType of ['nodebuffer', 'arraybuffer', 'fragments'] as const) {
      const market = binance({
        url,
        connect: address => Object.assign(new WebSocket(address), { binaryType }) as unknown as WebSocketLike,
      })
      expect((await firstValueFrom(market.bookTicker$('BTCUSDT'))).symbol).toBe('BTCUSDT')
      await market.close()
    }
    await exchange.close()
  })

  it('may end with an error and no close (Node 20)', () => {
    // undici before version 6.19 fires only `error` where the handshake fails.
    class Node20Socket extends EventEmitter {
      onopen = null
      onmessage = null
      onclose = null
      onerror: ((event: unknown) => void) | null = null
      readyState = 0
      binaryType = 'blob'
      send(): void {
        throw new DOMException('Sent before connected.', 'InvalidStateError')
      }
      close(): void {
        this.readyState = 2
      }
    }
    const opened: Node20Socket[] = []
    const { scheduler, ticker } = marketOn(
      () => {
        const socket = new Node20Socket()
        opened.push(socket)
        return socket
      },
      { reconnect: { maxAttempts: 2, initialDelay: 10, jitter: 0 } },
    )
    for (let n = 0; n < 3; n++) {
      scheduler.advanceBy(10 * 2 ** n)
      opened[n]?.onerror?.({ type: 'error', message: 'Received network error or non-101 status code.' })
      scheduler.advanceBy(101)
    }
    expect(opened).toHaveLength(3)
    expect(opened[0]?.binaryType).toBe('arraybuffer')
    expect(ticker.terminations).toEqual([expect.objectContaining({ code: 'RECONNECT_FAILED', attempts: 2 })])
  })
})
