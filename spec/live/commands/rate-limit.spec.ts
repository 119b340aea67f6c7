import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { binance } from '../../../src/index.js'
import { createWorld, watch } from '../../world.js'
import { runs } from '../../runs.js'

describe('our rate limit', () => {
  it('sends commands and probes beside ten pings a second', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(server, 'listening')
    const sent: { readonly method: string; readonly at: number }[] = []
    server.on('connection', client => {
      const pings = setInterval(() => client.ping(), 100)
      client.on('close', () => clearInterval(pings))
      client.on('message', (data: Buffer) => {
        const { method, id } = JSON.parse(data.toString()) as { method: string; id: number }
        sent.push({ method, at: performance.now() })
        client.send(JSON.stringify({ result: method === 'LIST_SUBSCRIPTIONS' ? [] : null, id }))
      })
    })
    const market = binance({
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      heartbeatInterval: 1_000,
    })
    const statuses = watch(market.connection$).events
    const duration = runs(3_300, 6_000)
    // A new stream every 100 ms: there is always something to send.
    const subscriptions = [watch(market.trade$('SYM0')).subscription]
    const wanted = setInterval(() => {
      subscriptions.push(watch(market.trade$(`SYM${subscriptions.length}`)).subscription)
    }, 100)
    await new Promise(resolve => setTimeout(resolve, duration))
    clearInterval(wanted)
    const gaps = sent.slice(1).map(({ at }, n) => at - (sent[n]?.at ?? 0))
    const methods = new Set(sent.map(({ method }) => method))
    await market.close()
    await new Promise(resolve => server.close(resolve))
    expect(methods).toEqual(new Set(['SUBSCRIBE', 'LIST_SUBSCRIPTIONS']))
    expect(sent.length).toBeGreaterThanOrEqual(Math.floor(duration / 1_000))
    expect(Math.max(...gaps)).toBeLessThan(1_500)
    expect(statuses.map(({ type }) => type)).not.toContain('stale')
  }, 20_000)

  it('starves neither commands nor probes', () => {
    const { market, scheduler, exchange, commands, steps } = createWorld({ heartbeatInterval: 1_000 })
    watch(market.ticker$('BTCUSDT'))
    for (let n = 0; n < 100; n++) {
      watch(market.trade$(`SYM${n}`))
      scheduler.advanceBy(200)
    }
    scheduler.advanceBy(2_000)
    const probes = commands().filter(({ method }) => method === 'LIST_SUBSCRIPTIONS')
    const subscribed = commands().flatMap(({ method, params = [] }) => (method === 'SUBSCRIBE' ? params : []))
    expect(probes.length).toBeGreaterThanOrEqual(15)
    expect(new Set(subscribed).size).toBe(101)
    expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)
    expect(steps()).not.toContain('stale')
  })
})
