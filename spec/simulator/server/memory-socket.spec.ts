import { VirtualTimeScheduler } from 'rxjs'
import { webSocket } from 'rxjs/webSocket'
import { TestScheduler } from 'rxjs/testing'
import { createExchange } from '../../../src/simulator/index.js'
import { inVirtualTime, listen } from '../client.js'

describe('a socket in memory', () => {
  it('never emits synchronously', () => {
    const { scheduler, exchange } = inVirtualTime()
    const client = listen(exchange)
    expect(client.socket.readyState).toBe(client.socket.CONNECTING)
    expect(client.steps).toEqual([])
    scheduler.advanceBy(0)
    expect(client.steps).toEqual(['open'])
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    expect(client.texts).toEqual([])
    client.socket.close()
    expect(client.socket.readyState).toBe(client.socket.CLOSING)
    expect(client.closes).toEqual([])
    scheduler.advanceBy(0)
    expect(client.socket.readyState).toBe(client.socket.CLOSED)
  })

  it('applies its latency each way', () => {
    const { scheduler, exchange } = inVirtualTime({ latency: 40 })
    const client = listen(exchange)
    scheduler.advanceBy(79)
    expect(client.steps).toEqual([])
    scheduler.advanceBy(1)
    expect(client.steps).toEqual(['open'])
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    scheduler.advanceBy(80)
    expect(client.texts).toHaveLength(1)
  })

  it('echoes the close code, 1005 for none', () => {
    const { scheduler, exchange } = inVirtualTime()
    const [polite, terse] = [listen(exchange), listen(exchange)]
    scheduler.advanceBy(0)
    polite.socket.close(1000, 'done')
    terse.socket.close()
    scheduler.advanceBy(0)
    expect(polite.closes).toEqual([{ code: 1000, reason: 'done', wasClean: true }])
    expect(terse.closes).toEqual([{ code: 1005, reason: '', wasClean: true }])
    expect(exchange.connections).toEqual([])
    expect(scheduler.pending).toBe(0)
  })

  it('ends with 1006 when closed before it is open', () => {
    const { scheduler, exchange } = inVirtualTime()
    const client = listen(exchange)
    client.socket.close()
    scheduler.advanceBy(0)
    expect(client.steps).toEqual(['error', 'close'])
    expect(exchange.connections).toEqual([])
    expect(scheduler.pending).toBe(0)
  })

  it('throws where a browser throws', () => {
    const { scheduler, exchange } = inVirtualTime()
    const { socket } = listen(exchange)
    expect(() => socket.send('x')).toThrow('still connecting')
    scheduler.advanceBy(0)
    expect(() => socket.close(1001)).toThrow('1000 or 3000 to 4999')
  })

  it('delivers the next message after a listener that throws', () => {
    const { scheduler, exchange } = inVirtualTime()
    const client = listen(exchange)
    scheduler.advanceBy(0)
    const seen: string[] = []
    client.socket.onmessage = ({ data }) => {
      seen.push(data)
      if (seen.length === 1) throw new Error('oh dear')
    }
    exchange.faults.send('one')
    exchange.faults.send('two')
    expect(() => scheduler.advanceBy(0)).toThrow('oh dear')
    scheduler.advanceBy(0)
    expect(seen).toEqual(['one', 'two'])
  })

  it('sends nothing once its client has closed it', () => {
    const { scheduler, exchange } = inVirtualTime({ latency: 10 })
    const client = listen(exchange, '/stream?streams=btcusdt@depth20@100ms')
    scheduler.advanceBy(500)
    const received = client.texts.length
    client.socket.close()
    scheduler.advanceBy(5_000)
    expect(client.texts).toHaveLength(received)
    expect(exchange.connections).toEqual([])
  })

  it("works with RxJS's webSocket in RxJS's virtual time", () => {
    const scheduler = new VirtualTimeScheduler(undefined, 5_000)
    const exchange = createExchange({ scheduler, symbols: ['BTCUSDT'] })
    const frames$ = webSocket<{ e?: string }>({
      url: 'ws://exchange.local/ws/btcusdt@miniTicker',
      WebSocketCtor: exchange.WebSocket as unknown as typeof WebSocket,
    })
    const seen: (string | undefined)[] = []
    const subscription = frames$.subscribe(({ e }) => seen.push(e))
    scheduler.schedule(() => subscription.unsubscribe(), 3_500)
    scheduler.flush()
    expect(seen).toEqual(['24hrMiniTicker', '24hrMiniTicker', '24hrMiniTicker'])
    expect(exchange.connections).toEqual([])
  })

  it('works inside TestScheduler.run', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected))
    scheduler.run(({ flush }) => {
      const exchange = createExchange({ scheduler, symbols: ['BTCUSDT'] })
      const client = listen(exchange, '/ws/btcusdt@miniTicker')
      scheduler.schedule(() => client.socket.close(), 2_500)
      flush()
      expect(client.texts).toHaveLength(2)
    })
  })
})
