import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { filter, firstValueFrom } from 'rxjs'
import { binance, type ConnectionStatus } from '../../../src/index.js'
import { runs } from '../../runs.js'

/** An exchange in its own process, which continues while this one is busy. */
const SERVER = `
  import { WebSocketServer } from 'ws'
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('listening', () => console.log(server.address().port))
  server.on('connection', client => client.on('message', data => {
    const { method, id } = JSON.parse(data)
    client.send(JSON.stringify({ result: method === 'LIST_SUBSCRIPTIONS' ? ['btcusdt@trade'] : null, id }))
  }))`

describe('a process', () => {
  let server: ChildProcess
  let url: string
  beforeEach(async () => {
    server = spawn(process.execPath, ['--input-type=module', '-e', SERVER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [port] = (await once(server.stdout!, 'data')) as [Buffer]
    url = `ws://127.0.0.1:${port.toString().trim()}`
  })
  afterEach(async () => {
    const exit = once(server, 'exit')
    server.kill('SIGKILL')
    await exit
  })

  const open = async () => {
    const market = binance({ url, heartbeatInterval: 1_000, commandTimeout: 400, closeTimeout: 100 })
    const statuses: ConnectionStatus['type'][] = []
    market.connection$.subscribe(({ type }) => statuses.push(type))
    market.trade$('BTCUSDT').subscribe({ error: () => undefined })
    await firstValueFrom(market.connection$.pipe(filter(({ type }) => type === 'live')))
    return { market, statuses }
  }
  const wait = (duration: number) => new Promise(resolve => setTimeout(resolve, duration))
  const block = (duration: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, duration)

  it("reads the socket's backlog before a connection is stale", async () => {
    const { market, statuses } = await open()
    // The block begins at many phases of the heartbeat, between a probe and its answer among them.
    for (let n = 0; n < runs(3, 6); n++) {
      await wait(170)
      block(1_100)
    }
    await wait(600)
    expect(statuses).toEqual(['connecting', 'open', 'subscribing', 'live'])
    await market.close()
  }, 30_000)

  it('detects a connection whose peer was stopped', async () => {
    const { market, statuses } = await open()
    server.kill('SIGSTOP')
    await wait(2_500)
    server.kill('SIGCONT')
    expect(statuses).toContain('stale')
    await market.close()
  }, 30_000)
})
