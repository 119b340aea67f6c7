/** The monitor as a process: output, signals and exit codes. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createExchange } from 'rxmarket/simulator'
import { run, runInTerminal } from '../monitor-process.js'
import { describeConcurrent, it, itUnless } from '../runner.js'

const captures = fileURLToPath(new URL('../../../../../shared/captures/', import.meta.url))
const noCaptures = existsSync(captures) ? undefined : `no captures at ${captures}`
const noTerminal =
  spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0 ? undefined : 'no script(1) of util-linux'

const HIDE_CURSOR = '\u001B[?25l'
const SHOW_CURSOR = '\u001B[?25h'

describeConcurrent('the process', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints lines without a terminal, and a summary at ${signal}`, async () => {
      const monitor = run('BTCUSDT', 'ethusdt')
      await monitor.prints(/ price symbol=ETHUSDT .*change=.*\n/)
      monitor.child.kill(signal)
      assert.equal(await monitor.code, 0)
      assert.equal(monitor.stderr, '')
      assert.match(monitor.stdout, / status connection=live streams=8\n/)
      assert.match(monitor.stdout, / summary duration=\d+\.\ds events=\d+ reconnects=0 errors=0\n/)
      assert.match(monitor.stdout, / summary symbol=ETHUSDT price=\d+\.\d\d .* events=\d+\n$/)
    })
  }

  it('exits quietly when stdout is closed', async () => {
    const monitor = run()
    await monitor.prints(/ status /)
    monitor.child.stdout?.destroy()
    assert.equal(await monitor.code, 0)
    assert.equal(monitor.stderr, '')
  })

  it('watches an exchange by URL across a lost connection', async () => {
    const exchange = createExchange()
    const { url } = await exchange.listen(0)
    const monitor = run('--url', url, 'SOLUSDT')
    await monitor.prints(/ price symbol=SOLUSDT /)
    exchange.faults.drop({ code: 1011 })
    await monitor.prints(
      / alert kind=reconnect text="connection lost \(code 1011\), attempt 1 to reconnect in /,
    )
    await monitor.prints(/ alert kind=live text="live again, 4 streams"/)
    monitor.child.kill('SIGINT')
    assert.equal(await monitor.code, 0)
    assert.match(monitor.stdout, / summary .* reconnects=1 errors=0\n/)
    await exchange.close()
  })

  it('prints its usage with --help', async () => {
    const monitor = run('--help')
    assert.equal(await monitor.code, 0)
    assert.match(monitor.stdout, /^Usage: monitor \[options\] \[symbols\.\.\.\]\n/)
  })

  const invalid: readonly (readonly [string, string[], number, RegExp])[] = [
    ['flag', ['--liv'], 2, /unknown option '--liv' \(Did you mean --live\?\)/],
    ['symbol', ['NOSUCHUSDT'], 2, /NOSUCHUSDT is not listed by the embedded exchange; it lists BTCUSDT, /],
    ['symbol format', ['--live', 'BTC-USDT!'], 2, /"BTC-USDT!" is not a symbol/],
    ['URL', ['--url', 'nonsense'], 2, /option url "nonsense" is not a URL/],
    ['file', ['--capture', '/no/such/file'], 2, /Cannot play \/no\/such\/file: there is no such file/],
    [
      'address',
      ['--url', 'ws://127.0.0.1:9'],
      1,
      /cannot reach ws:\/\/127\.0\.0\.1:9\S*: connect ECONNREFUSED/,
    ],
  ]
  for (const [what, argv, code, message] of invalid) {
    it(`reports an invalid ${what} in one line, with exit code ${code}`, async () => {
      const monitor = run(...argv)
      assert.equal(await monitor.code, code)
      assert.match(monitor.stderr, message)
      assert.match(monitor.stderr, /^monitor: [^\n]+\n$/)
    })
  }

  itUnless(noCaptures, 'plays a recording to its end without rejected frames', async () => {
    const monitor = run('--capture', `${captures}binance-spot-20240808-btcusdt.gz`, '--speed', '200')
    assert.equal(await monitor.code, 0)
    assert.match(
      monitor.stdout,
      / price symbol=BTCUSDT price=6\d{4}\.\d\d change=\S+% bid=\S+ ask=\S+ rate=\d+\n/,
    )
    assert.match(
      monitor.stdout,
      / summary duration=\S+ frames=41248 played=41248 events=41248 reconnects=0 errors=0\n/,
    )
  })

  itUnless(noCaptures, 'plays all symbols of a recording, or one of them', async () => {
    const file = `${captures}binance-spot-20211012.ws.txt`
    const all = run('--capture', file, '--speed', '100')
    assert.equal(await all.code, 0)
    assert.match(all.stdout, / summary duration=\S+ frames=265 played=265 events=265 reconnects=0 errors=0\n/)
    const one = run('--capture', file, '--speed', '100', 'LRCBTC')
    assert.equal(await one.code, 0)
    assert.match(one.stdout, / summary duration=\S+ frames=265 played=26 events=26 reconnects=0 errors=0\n/)
  })
})

describeConcurrent('the process in a terminal', () => {
  itUnless(noTerminal, 'draws a table, and restores the terminal at Ctrl-C', async () => {
    const monitor = runInTerminal()
    await monitor.prints(/● live[^]* [1-9]\d* events\/s/)
    monitor.child.stdin?.write('\u0003')
    await monitor.prints(/exit code 0/)
    assert.equal(await monitor.code, 0)
    const [, drawn = '', after = ''] = monitor.stdout.split(/.\[\?1049[hl]/)
    assert.match(drawn, /SYMBOL +PRICE +24 H +TREND +BID +ASK +1 MIN +EV\/S/)
    assert.ok(drawn.includes(HIDE_CURSOR) && drawn.lastIndexOf(SHOW_CURSOR) > drawn.lastIndexOf(HIDE_CURSOR))
    assert.match(after, /^Watched 4 symbols for \d+ s: \d+ events, 0 reconnects, 0 errors\.\r\n {2}BTCUSDT /)
  })

  itUnless(noTerminal, 'quits at q', async () => {
    const monitor = runInTerminal()
    await monitor.prints(/● live/)
    monitor.child.stdin?.write('q')
    await monitor.prints(/exit code 0/)
    assert.equal(await monitor.code, 0)
    assert.match(monitor.stdout, /Watched 4 symbols for /)
  })

  itUnless(noTerminal, 'has no colours with NO_COLOR', async () => {
    const colors = async (env: NodeJS.ProcessEnv) => {
      const monitor = runInTerminal([], env)
      await monitor.prints(/● live/)
      monitor.child.stdin?.write('q')
      assert.equal(await monitor.code, 0)
      // SGR sequences, except the reset.
      return monitor.stdout.split('\u001B').filter(text => /^\[[\d;]*[1-9][\d;]*m/.test(text)).length
    }
    assert.equal(await colors({ NO_COLOR: '1' }), 0)
    assert.ok((await colors({ NO_COLOR: '' })) > 0)
  })

  itUnless(noTerminal, 'prints lines with --plain', async () => {
    const monitor = runInTerminal(['--plain', 'BTCUSDT'])
    await monitor.prints(/ price symbol=BTCUSDT /)
    monitor.child.stdin?.write('\u0003')
    await monitor.prints(/ summary symbol=BTCUSDT /)
    assert.equal(await monitor.code, 0)
    assert.ok(!monitor.stdout.includes('\u001B'))
  })
})
