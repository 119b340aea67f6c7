/** The command as a user starts it: a process, its signals, its exit code. */
import assert from 'node:assert/strict'
import { WebSocket } from 'ws'
import { describeConcurrent, fileOf, it, startProcess } from './command.js'

const ADDRESSES = /streams {2}(ws:\S+)\/ws\//

describeConcurrent('the process', () => {
  it('ends at SIGTERM with a summary', async () => {
    const exchange = startProcess('--port', '0')
    await exchange.prints(ADDRESSES)
    exchange.child.kill('SIGTERM')
    assert.equal(await exchange.code, 0)
    assert.equal(exchange.stderr, '')
    assert.match(
      exchange.stdout,
      /\nEnded after \d+\.\d s: 0 connections, 0 rejected, 0 frames, 0 faults\.\n$/,
    )
  })

  it('ends without an error when stdout is closed', async () => {
    const exchange = startProcess('--port', '0')
    const [, url = ''] = await exchange.prints(ADDRESSES)
    exchange.child.stdout?.destroy()
    // The next line finds the reader gone.
    const socket = new WebSocket(`${url}/ws/btcusdt@trade`)
    assert.equal(await exchange.code, 0)
    assert.equal(exchange.stderr, '')
    socket.terminate()
  })

  it('exits with 2 and one stderr line for an invalid argument', async () => {
    const exchange = startProcess('--port', '0', '--faults', fileOf('[{ "fault": "drop", "code": 1006 }]'))
    assert.equal(await exchange.code, 2)
    assert.match(
      exchange.stderr,
      /^rxmarket-exchange: In \S+: Fault 0 \(drop\): 'code' must be a code that a close frame can carry .*, not 1006\n$/,
    )
  })
})
