import { binance, type WebSocketLike } from '../../../src/index.js'
import type { Transport, TransportListener } from '../../../src/live/transport/transport.js'
import { RxjsSocket } from '../../../src/live/transport/rxjs-socket.js'
import { VirtualScheduler } from '../../../src/testing/index.js'
import { watch } from '../../world.js'

/** Sockets that ignore `close()` and emit what the spec makes them emit. */
function unresponsiveSockets() {
  const sockets: WebSocketLike[] = []
  const sent: string[] = []
  const connect = (): WebSocketLike => {
    const socket: WebSocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: text => sent.push(text),
      close: () => undefined,
    }
    sockets.push(socket)
    return socket
  }
  return { sockets, sent, connect }
}

/** A socket on a transport that never answers, with a log of both. */
function bareSocket(transport: Partial<Transport> = {}) {
  const scheduler = new VirtualScheduler()
  const log: string[] = []
  const record = (what: string) => () => void log.push(what)
  let listener: TransportListener | undefined
  const socket = new RxjsSocket('wss://exchange', {
    openTransport(_url, given) {
      listener = given
      return { send: () => undefined, close: record('close'), terminate: record('terminate'), ...transport }
    },
    scheduler,
    closeTimeout: 700,
    onCreated: () => undefined,
    onReleased: record('released'),
    onPing: record('ping'),
  })
  const closes: unknown[] = []
  socket.onopen = record('open')
  socket.onclose = error => closes.push(error)
  return { scheduler, log, socket, closes, listener: () => listener }
}

describe('RxjsSocket', () => {
  it('does not affect its successor', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, sent, connect } = unresponsiveSockets()
    const market = binance({ connect, scheduler })
    const steps = watch(market.connection$)
    const errors = watch(market.errors$)
    watch(market.ticker$('BTCUSDT')).subscription.unsubscribe()
    const first = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10)
    first.subscription.unsubscribe()
    scheduler.advanceBy(10)
    const second = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10)
    const [left, present] = sockets

    left?.onopen?.(undefined)
    scheduler.advanceBy(10)
    expect(sent).toEqual([])
    present?.onopen?.(undefined)
    scheduler.advanceBy(10)
    expect(sent.length).toBe(1)
    left?.onmessage?.({ data: 'garbage' })
    left?.onclose?.({ code: 1006, reason: '' })
    scheduler.advanceBy(3_000)
    expect(sockets.length).toBe(2)
    expect(errors.events).toEqual([])
    expect(second.terminations).toEqual([])
    expect(steps.events.map(({ type }) => type)).toEqual([
      'connecting',
      'closed',
      'connecting',
      'open',
      'subscribing',
    ])
  })

  it('ignores an open after connectTimeout, during the next attempt', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, sent, connect } = unresponsiveSockets()
    const market = binance({
      connect,
      scheduler,
      connectTimeout: 1_000,
      reconnect: { initialDelay: 10, jitter: 0 },
    })
    const steps = watch(market.connection$)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_500)
    const [slow, next] = sockets
    slow?.onopen?.(undefined)
    scheduler.advanceBy(10)
    expect(sent).toEqual([])
    expect(steps.events.at(-1)?.type).toBe('connecting')
    next?.onopen?.(undefined)
    scheduler.advanceBy(10)
    expect(sent.length).toBe(1)
    expect(sockets.length).toBe(2)
  })

  it('is released after closeTimeout when the close is not answered', async () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = unresponsiveSockets()
    const market = binance({ connect, scheduler, closeTimeout: 700 })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10)
    sockets[0]?.onopen?.(undefined)
    scheduler.advanceBy(10)
    let isClosed = false
    const closing = market.close().then(() => (isClosed = true))
    // Once for the UNSUBSCRIBE that is not answered, once for the close.
    scheduler.advanceBy(1_399)
    await Promise.resolve()
    expect(isClosed).toBe(false)
    scheduler.advanceBy(1)
    await closing
    expect(scheduler.pending).toBe(0)
  })

  it('is released once when it closes after it was terminated', async () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = unresponsiveSockets()
    const market = binance({ connect, scheduler, heartbeatInterval: 10_000, closeTimeout: 700 })
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10)
    sockets[0]?.onopen?.(undefined)
    scheduler.advanceBy(17_000)
    expect(sockets.length).toBe(2)
    sockets[0]?.onclose?.({ code: 1006, reason: '' })
    let isClosed = false
    const closing = market.close().then(() => (isClosed = true))
    scheduler.advanceBy(699)
    await Promise.resolve()
    expect(isClosed).toBe(false)
    scheduler.advanceBy(1)
    await closing
    expect(scheduler.pending).toBe(0)
  })

  it('is terminated without a closing handshake when it is stale', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = unresponsiveSockets()
    const market = binance({ connect, scheduler, heartbeatInterval: 10_000 })
    const ticker = watch(market.ticker$('BTCUSDT'))
    market.connection$.subscribe(({ type }) => {
      if (type === 'stale') ticker.subscription.unsubscribe()
    })
    scheduler.advanceBy(10)
    sockets[0]?.onopen?.(undefined)
    scheduler.advanceBy(15_001)
    expect(scheduler.pending).toBe(0)
  })

  it('reports pings until closed, as their pongs are messages', () => {
    const { socket, listener, log } = bareSocket()
    listener()?.onOpen()
    listener()?.onPing()
    listener()?.onPing()
    socket.close()
    listener()?.onPing()
    expect(log).toEqual(['open', 'ping', 'ping', 'close'])
  })

  it.each(['close', 'terminate'] as const)('ignores every event after %s()', method => {
    const { socket, listener, log, closes } = bareSocket()
    socket.onmessage = () => void log.push('message')
    socket[method]()
    const before = [...log]
    socket.close()
    socket.terminate()
    listener()?.onOpen()
    listener()?.onMessage('{}')
    expect(log).toEqual(before)
    listener()?.onError(new Error('too late'))
    listener()?.onClose(1000, '')
    expect(log.filter(what => what !== 'released')).toEqual(before.filter(what => what !== 'released'))
    expect(log.filter(what => what === 'released')).toHaveLength(1)
    expect(closes).toEqual([])
  })

  it('ignores close() and terminate() after the connection was lost', () => {
    const { socket, listener, log, closes } = bareSocket()
    listener()?.onClose(1006, '')
    socket.close()
    socket.terminate()
    expect(log).toEqual(['released'])
    expect(closes).toHaveLength(1)
  })

  it('terminates on terminate(), and after closeTimeout of a close', () => {
    const terminated = bareSocket()
    terminated.listener()?.onOpen()
    terminated.socket.terminate()
    expect(terminated.log).toEqual(['open', 'terminate', 'released'])
    const closed = bareSocket()
    closed.listener()?.onOpen()
    closed.socket.close()
    closed.scheduler.advanceBy(699)
    expect(closed.log).toEqual(['open', 'close'])
    closed.scheduler.advanceBy(1)
    expect(closed.log).toEqual(['open', 'close', 'terminate', 'released'])
  })

  it('reports an error thrown by send() as a lost connection', () => {
    const failure = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    const { socket, listener, log, closes, scheduler } = bareSocket({
      send: () => {
        throw failure
      },
    })
    listener()?.onOpen()
    socket.send('{}')
    expect(closes).toEqual([])
    scheduler.advanceBy(0)
    expect(closes).toEqual([
      expect.objectContaining({ code: 'CONNECTION_LOST', closeCode: 1006, cause: failure }),
    ])
    expect(log).toEqual(['open', 'released', 'terminate'])
    expect(scheduler.pending).toBe(0)
  })

  it('treats an error without a close as the end', () => {
    const { listener, closes, scheduler } = bareSocket()
    const failure = new Error('Received network error or non-101 status code.')
    listener()?.onError(failure)
    scheduler.advanceBy(99)
    expect(closes).toEqual([])
    scheduler.advanceBy(1)
    expect(closes).toEqual([expect.objectContaining({ closeCode: 1006, cause: failure })])
    expect(scheduler.pending).toBe(0)
  })

  it('keeps the code of a close that follows an error', () => {
    const { listener, closes, scheduler } = bareSocket()
    const failure = new Error('Max payload size exceeded')
    listener()?.onError(failure)
    listener()?.onClose(1009, 'too big')
    scheduler.advanceBy(1_000)
    expect(closes).toEqual([expect.objectContaining({ closeCode: 1009, reason: 'too big', cause: failure })])
  })

  it('terminates a transport that cannot close', () => {
    const { socket, listener, log, scheduler } = bareSocket({
      close: () => {
        throw new Error('InvalidStateError')
      },
    })
    listener()?.onOpen()
    socket.close()
    expect(log).toEqual(['open', 'terminate', 'released'])
    expect(scheduler.pending).toBe(0)
  })

  it('delivers text frames without an event object', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = unresponsiveSockets()
    const market = binance({ connect, scheduler })
    const ticker = watch(market.bookTicker$('BTCUSDT'))
    scheduler.advanceBy(10)
    sockets[0]?.onopen?.(undefined)
    const data =
      '{"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}}'
    sockets[0]?.onmessage?.({ data })
    expect(ticker.events).toEqual([expect.objectContaining({ updateId: 1, bidPrice: 1, askPrice: 2 })])
  })
})
