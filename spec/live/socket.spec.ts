import { binance, type WebSocketLike } from '../../src/index.js'
import type { CarrierEvents } from '../../src/live/carrier-port.js'
import { Socket } from '../../src/live/socket.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { watch } from '../world.js'

/** Sockets of a rude peer: they heed no close, and speak when they like. */
function rudeSockets() {
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

/** A socket on a carrier that never answers, and what both are told. */
function bareSocket() {
  const scheduler = new VirtualScheduler()
  const heard: string[] = []
  const hear = (what: string) => () => void heard.push(what)
  let carrier: CarrierEvents | undefined
  const socket = new Socket('wss://exchange', {
    open(_url, events) {
      carrier = events
      return { send: () => undefined, close: hear('close'), terminate: hear('terminate') }
    },
    scheduler,
    closeTimeout: 700,
    created: () => undefined,
    gone: hear('gone'),
    pinged: hear('pinged'),
  })
  return { scheduler, heard, socket, carrier: () => carrier }
}

describe('a socket that was left', () => {
  it('does not open, speak for, or end the one that follows', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, sent, connect } = rudeSockets()
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

  it('does not open in the place of the next attempt when it was given up as too slow', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, sent, connect } = rudeSockets()
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

  it('is let go after closeTimeout though it never answers the close', async () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = rudeSockets()
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

  it('is over once, though it tells of its end after it was dropped: close() waits for the one that followed', async () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = rudeSockets()
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

  it('is dropped without a handshake when it is stale', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = rudeSockets()
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

  it('tells of the pings that were answered on it until then, for they count as messages', () => {
    const { socket, carrier, heard } = bareSocket()
    carrier()?.opened()
    carrier()?.pinged()
    carrier()?.pinged()
    socket.close()
    carrier()?.pinged()
    expect(heard).toEqual(['pinged', 'pinged', 'close'])
  })

  it('leaves once, and says nothing of whatever comes after', () => {
    for (const leave of ['close', 'abandon'] as const) {
      const { socket, carrier, heard } = bareSocket()
      socket.onopen = socket.onmessage = socket.onclose = () => void heard.push('told')
      socket[leave]()
      const before = [...heard]
      socket.close()
      socket.abandon()
      carrier()?.opened()
      carrier()?.frame('{}')
      expect(heard).toEqual(before)
      carrier()?.closed(1000, '')
      expect(heard.filter(what => what !== 'gone')).toEqual(before.filter(what => what !== 'gone'))
      expect(heard.filter(what => what === 'gone')).toHaveLength(1)
    }
    const lost = bareSocket()
    lost.carrier()?.closed(1006, '')
    lost.socket.close()
    lost.socket.abandon()
    expect(lost.heard).toEqual(['gone'])
  })

  it('is cut off at once when it is abandoned, and after closeTimeout when it does not answer a close', () => {
    const abandoned = bareSocket()
    abandoned.carrier()?.opened()
    abandoned.socket.abandon()
    expect(abandoned.heard).toEqual(['terminate', 'gone'])
    const closed = bareSocket()
    closed.carrier()?.opened()
    closed.socket.close()
    closed.scheduler.advanceBy(699)
    expect(closed.heard).toEqual(['close'])
    closed.scheduler.advanceBy(1)
    expect(closed.heard).toEqual(['close', 'terminate', 'gone'])
  })

  it('gets no frame as an event object: text goes straight through', () => {
    const scheduler = new VirtualScheduler()
    const { sockets, connect } = rudeSockets()
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
