/** The command's output and exit codes. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { createExchange } from 'rxmarket/simulator'
import { describeConcurrent, fileOf, it, start } from './command.js'

const ADDRESSES = /streams {2}(ws:\S+)\/ws\/[^]*REST {5}(http:\S+)\/api\/v3\/depth\?symbol=(\w+)\n/

/** The next message of a socket. */
const next = async (socket: WebSocket): Promise<string> => {
  const [data] = (await once(socket, 'message')) as [Buffer]
  return data.toString()
}

describeConcurrent('the command', () => {
  it('serves streams and REST, reports each second and at the end', async () => {
    const faults = fileOf('[{ "after": { "frames": 3 }, "fault": "send", "text": "odd" }]')
    const exchange = start('--port', '0', '--symbols', 'ethusdt', '--preset', 'wild', '--faults', faults)
    const [, url = '', restUrl = '', symbol] = await exchange.prints(ADDRESSES)
    assert.equal(symbol, 'ETHUSDT')
    const price = await fetch(`${restUrl}/api/v3/ticker/price?symbol=ETHUSDT`)
    assert.equal(((await price.json()) as { symbol: string }).symbol, 'ETHUSDT')
    const socket = new WebSocket(`${url}/ws/ethusdt@depth20@100ms`)
    await exchange.prints(/^\d\d:\d\d:\d\d connections=1 streams=1 frames\/s=[1-9]\d* faults=1 \(send\)\n/m)
    const closed = once(socket, 'close')
    exchange.quit()
    assert.equal((await closed)[0], 1001)
    assert.equal(await exchange.code, 0)
    assert.equal(exchange.stderr, '')
    assert.match(exchange.stdout, /faults {3}1 scheduled\n/)
    assert.match(
      exchange.stdout,
      /\nEnded after \d+\.\d s: 1 connections, 0 rejected, \d+ frames, 1 faults\.\n$/,
    )
  })

  it('prints nothing while no client is connected', async () => {
    const exchange = start('--port', '0')
    const [, url = ''] = await exchange.prints(ADDRESSES)
    await new Promise(resolve => setTimeout(resolve, 1_200))
    assert.doesNotMatch(exchange.stdout, /connections=/)
    const socket = new WebSocket(`${url}/ws/btcusdt@trade`)
    await once(socket, 'open')
    await exchange.prints(/connections=1 /)
    socket.close()
    await exchange.prints(/connections=0 streams=0 /)
    exchange.quit()
    await exchange.code
  })

  it('replaces limits with --limit', async () => {
    const exchange = start('--port', '0', '--limit', 'messagesPerSecond=1', '--limit', 'streams=7')
    const [, url = ''] = await exchange.prints(ADDRESSES)
    const socket = new WebSocket(`${url}/ws`)
    await once(socket, 'open')
    for (const id of [1, 2]) socket.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id }))
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
    assert.deepEqual([code, reason.toString()], [1008, 'Too many messages'])
    exchange.quit()
    await exchange.code
  })

  it('serves retired names with --legacy', async () => {
    const exchange = start('--port', '0', '--legacy')
    const [, url = '', restUrl = ''] = await exchange.prints(ADDRESSES)
    assert.equal((await fetch(`${restUrl}/api/v1/time`)).status, 200)
    const socket = new WebSocket(`${url}/stream?streams=!ticker@arr`)
    assert.match(await next(socket), /^\{"stream":"!ticker@arr","data":\[\{"e":"24hrTicker",/)
    socket.terminate()
    exchange.quit()
    await exchange.code
  })

  it('rejects unserved streams with --protocol documented', async () => {
    const exchange = start('--port', '0', '--protocol', 'documented')
    const [, url = ''] = await exchange.prints(ADDRESSES)
    const socket = new WebSocket(`${url}/ws`)
    await once(socket, 'open')
    socket.send('{"method":"SUBSCRIBE","params":["btcusdt@markPrice"],"id":1}')
    assert.match(await next(socket), /"code":2/)
    socket.terminate()
    exchange.quit()
    await exchange.code
  })

  it('prints nothing with --quiet', async () => {
    const exchange = start('--port', '0', '--quiet')
    exchange.quit()
    assert.equal(await exchange.code, 0)
    assert.deepEqual([exchange.stdout, exchange.stderr], ['', ''])
  })

  it('plays a recording to its subscribers, and ends with it', async () => {
    const frames = [1, 2, 3].map(n => `100${n}.5: {"stream":"btcusdt@trade","data":{"t":${n}}}`)
    const exchange = start('--port', '0', '--playback', fileOf(frames.join('\n')), '--speed', '50')
    const [, url = ''] = await exchange.prints(ADDRESSES)
    const socket = new WebSocket(`${url}/ws/btcusdt@trade`)
    const texts: string[] = []
    socket.on('message', (data: Buffer) => texts.push(data.toString()))
    await once(socket, 'close')
    assert.equal(await exchange.code, 0)
    assert.deepEqual(texts, ['{"t":1}', '{"t":2}', '{"t":3}'])
    assert.match(exchange.stdout, /market {3}BTCUSDT, recorded \(3 frames, 50 times as fast\).*; REST serves/)
  })

  const invalid: readonly (readonly [string, () => string[], number, RegExp])[] = [
    ['flag', () => ['--prot', '1'], 2, /Unknown option '--prot'; --help lists the options/],
    ['limit', () => ['--limit', 'maxAge=0'], 2, /option limits\.maxAge should be milliseconds from 1 to /],
    [
      'recording',
      () => ['--playback', fileOf('nonsense')],
      1,
      /Cannot play \S+, line 1: "nonsense" is not a recorded frame; /,
    ],
  ]
  for (const [what, argv, code, message] of invalid) {
    it(`prints one line for an invalid ${what} and exits with ${code}`, async () => {
      const exchange = start('--port', '0', ...argv())
      assert.equal(await exchange.code, code)
      assert.match(exchange.stderr, message)
      assert.match(exchange.stderr, /^rxmarket-exchange: [^\n]+\n$/)
    })
  }

  it('exits with 1 where the port is in use', async () => {
    const other = createExchange()
    const { port } = await other.listen()
    const exchange = start('--port', String(port))
    assert.equal(await exchange.code, 1)
    assert.equal(
      exchange.stderr,
      `rxmarket-exchange: The exchange cannot listen on 127.0.0.1:${port}: the port is in use: choose another, or 0 for any\n`,
    )
    await other.close()
  })
})
