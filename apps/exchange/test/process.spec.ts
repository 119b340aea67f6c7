/** The command as a person starts it: a process, its lines, its signals, its exit code. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { createExchange } from 'rxmarket/simulator'
import { describeTogether, fileOf, it, run } from './command.js'

const URLS = /streams {2}(ws:\S+)\/ws\/[^]*REST {5}(http:\S+)\/api\/v3\/depth\?symbol=(\w+)\n/

describeTogether('the process', () => {
  it('serves streams and REST, tells of itself once a second, and ends at SIGTERM with a summary', async () => {
    const faults = fileOf('[{ "after": { "frames": 3 }, "fault": "send", "text": "odd" }]')
    const exchange = run('--port', '0', '--symbols', 'ethusdt', '--preset', 'wild', '--faults', faults)
    const [, url = '', restUrl = '', symbol] = await exchange.says(URLS)
    assert.equal(symbol, 'ETHUSDT')
    const price = await fetch(`${restUrl}/api/v3/ticker/price?symbol=ETHUSDT`)
    assert.equal(((await price.json()) as { symbol: string }).symbol, 'ETHUSDT')
    const socket = new WebSocket(`${url}/ws/ethusdt@depth20@100ms`)
    const odd = new Promise(heard =>
      socket.on('message', (data: Buffer) => data.toString() === 'odd' && heard(true)),
    )
    await exchange.says(/^\d\d:\d\d:\d\d connections=1 streams=1 frames\/s=[1-9]\d* faults=1 \(send\)\n/m)
    await odd
    const closed = once(socket, 'close')
    exchange.child.kill('SIGTERM')
    assert.equal((await closed)[0], 1001)
    assert.equal(await exchange.code, 0)
    assert.equal(exchange.stderr, '')
    assert.match(exchange.stdout, /faults {3}1 scheduled\n/)
    assert.match(
      exchange.stdout,
      /\nEnded after \d+\.\d s: 1 connections, 0 refused, \d+ frames, 1 faults\.\n$/,
    )
  })

  it('ends at SIGINT', async () => {
    const exchange = run('--port', '0')
    await exchange.says(URLS)
    exchange.child.kill('SIGINT')
    assert.equal(await exchange.code, 0)
  })

  it('ends in peace when its reader leaves', async () => {
    const exchange = run('--port', '0')
    await exchange.says(URLS)
    exchange.child.stdout?.destroy()
    assert.equal(await exchange.code, 0)
    assert.equal(exchange.stderr, '')
  })

  it('plays a recording to those who subscribe, and ends with it', async () => {
    const frames = [1, 2, 3].map(n => `100${n}.5: {"stream":"btcusdt@trade","data":{"t":${n}}}`)
    const exchange = run('--port', '0', '--playback', fileOf(frames.join('\n')), '--speed', '50')
    const [, url = ''] = await exchange.says(URLS)
    const socket = new WebSocket(`${url}/ws/btcusdt@trade`)
    const texts: string[] = []
    socket.on('message', (data: Buffer) => texts.push(data.toString()))
    assert.equal(await exchange.code, 0)
    assert.deepEqual(texts, ['{"t":1}', '{"t":2}', '{"t":3}'])
    assert.match(
      exchange.stdout,
      /market {3}BTCUSDT, recorded \(3 frames, 50 times as fast\).*; REST tells of a market/,
    )
  })

  const wrong: readonly (readonly [string, () => string[], number, RegExp])[] = [
    ['flag', () => ['--prot', '1'], 2, /Unknown option '--prot'; --help tells what there is/],
    [
      'fault',
      () => ['--faults', fileOf('[{ "fault": "drop", "code": 1006 }]')],
      2,
      /In \S+: Fault 0 \(drop\): 'code' must be a code that a close frame can carry .*, not 1006/,
    ],
    [
      'recording',
      () => ['--playback', fileOf('nonsense')],
      1,
      /Cannot play \S+, line 1: "nonsense" is not a recorded frame; /,
    ],
  ]
  for (const [what, argv, code, says] of wrong) {
    it(`says of a wrong ${what} one line on stderr, with exit code ${code}`, async () => {
      const exchange = run('--port', '0', ...argv())
      assert.equal(await exchange.code, code)
      assert.match(exchange.stderr, says)
      assert.match(exchange.stderr, /^rxmarket-exchange: [^\n]+\n$/)
    })
  }

  it('says which port is taken, with exit code 1', async () => {
    const other = createExchange()
    const { port } = await other.listen()
    const exchange = run('--port', String(port))
    assert.equal(await exchange.code, 1)
    assert.equal(
      exchange.stderr,
      `rxmarket-exchange: The exchange cannot listen on 127.0.0.1:${port}: the port is in use: choose another, or 0 for any\n`,
    )
    await other.close()
  })
})
