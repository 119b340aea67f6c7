/** The command's output without a terminal, and its exit codes. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createExchange } from 'rxmarket/simulator'
import { start } from '../command.js'
import { describeConcurrent, it, itUnless } from '../runner.js'

const captures = fileURLToPath(new URL('../../../../../shared/captures/', import.meta.url))
const noCaptures = existsSync(captures) ? undefined : `no captures at ${captures}`

describeConcurrent('the command', () => {
  it('prints lines without a terminal, and a final summary', async () => {
    const monitor = start('BTCUSDT', 'ethusdt')
    await monitor.prints(/ price symbol=ETHUSDT .*change=.*\n/)
    monitor.quit()
    assert.equal(await monitor.code, 0)
    assert.equal(monitor.stderr, '')
    assert.match(monitor.stdout, / status connection=live streams=8\n/)
    assert.match(monitor.stdout, / summary duration=\d+\.\ds events=\d+ reconnects=0 errors=0\n/)
    assert.match(monitor.stdout, / summary symbol=ETHUSDT price=\d+\.\d\d .* events=\d+\n$/)
  })

  it('watches an exchange by URL across a lost connection', async () => {
    const exchange = createExchange()
    const { url } = await exchange.listen(0)
    const monitor = start('--url', url, 'SOLUSDT')
    await monitor.prints(/ price symbol=SOLUSDT /)
    exchange.faults.drop({ code: 1011 })
    await monitor.prints(
      / alert kind=reconnect text="connection lost \(code 1011\), attempt 1 to reconnect in /,
    )
    await monitor.prints(/ alert kind=live text="live again, 4 streams"/)
    monitor.quit()
    assert.equal(await monitor.code, 0)
    assert.match(monitor.stdout, / summary .* reconnects=1 errors=0\n/)
    await exchange.close()
  })

  it('prints a book once a second, and its summary', async () => {
    const exchange = createExchange()
    const { url } = await exchange.listen(0)
    const monitor = start('--url', url, '--book', 'ethusdt')
    await monitor.prints(/ book symbol=ETHUSDT state=live bid="\S+ x \S+" ask="\S+ x \S+" spread=\d\S+ imb/)
    monitor.quit()
    assert.equal(await monitor.code, 0)
    assert.match(monitor.stdout, / summary symbol=ETHUSDT book=live events=\d+\n$/)
    const unlisted = start('--url', url, '--book', 'NOSUCHUSDT')
    assert.equal(await unlisted.code, 2)
    assert.match(unlisted.stderr, /^monitor: the exchange has no order book of NOSUCHUSDT: [^\n]+\n$/)
    await exchange.close()
  })

  it('prints its usage with --help', async () => {
    const monitor = start('--help')
    assert.equal(await monitor.code, 0)
    assert.match(monitor.stdout, /^Usage: monitor \[options\] \[symbols\.\.\.\]\n/)
  })

  const invalid: readonly (readonly [string, string[], number, RegExp])[] = [
    ['flag', ['--liv'], 2, /unknown option '--liv' \(Did you mean --live\?\)/],
    ['symbol', ['NOSUCHUSDT'], 2, /NOSUCHUSDT is not listed by the embedded exchange; it lists BTCUSDT, /],
    [
      'symbol of a book',
      ['--book', 'NOSUCHUSDT'],
      2,
      /NOSUCHUSDT is not listed by the embedded exchange; it/,
    ],
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
    it(`reports an invalid ${what} in one line, exit code ${code}`, async () => {
      const monitor = start(...argv)
      assert.equal(await monitor.code, code)
      assert.match(monitor.stderr, message)
      assert.match(monitor.stderr, /^monitor: [^\n]+\n$/)
    })
  }

  itUnless(noCaptures, 'plays a recording to its end without rejected frames', async () => {
    const monitor = start('--capture', `${captures}binance-spot-20240808-btcusdt.gz`, '--speed', 'Infinity')
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
    const all = start('--capture', file, '--speed', 'Infinity')
    assert.equal(await all.code, 0)
    assert.match(all.stdout, / summary duration=\S+ frames=265 played=265 events=265 reconnects=0 errors=0\n/)
    const one = start('--capture', file, '--speed', 'Infinity', 'LRCBTC')
    assert.equal(await one.code, 0)
    assert.match(one.stdout, / summary duration=\S+ frames=265 played=26 events=26 reconnects=0 errors=0\n/)
  })
})
