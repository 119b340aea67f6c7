import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { defaultSymbols, faultNames } from 'rxmarket/simulator'
import { Failure } from '../src/failure.js'
import { readFaultsFile } from '../src/faults-file.js'
import { HELP, parseFlags, type Settings } from '../src/flags.js'
import { describeConcurrent, fileOf, it } from './command.js'

const usage = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Failure)
  assert.equal(error.exitCode, 2)
  assert.match(error.message, message)
  return true
}

describeConcurrent('flags', () => {
  it('have defaults', () => {
    assert.deepEqual(parseFlags([]), {
      port: 9443,
      host: '127.0.0.1',
      symbols: defaultSymbols,
      seed: 1,
      preset: 'usual',
      speed: 1,
      limits: {},
      protocol: 'live',
      legacy: false,
      quiet: false,
    })
  })

  it('are read', () => {
    assert.deepEqual(
      parseFlags([
        ...['--port=0', '--host', '0.0.0.0', '--symbols', 'btcusdt, ETHUSDT,btcusdt', '--seed=-7'],
        ...['--preset', 'wild', '--faults', 'a.json', '--playback', 'b.gz', '--speed', 'Infinity'],
        ...['--limit', 'maxAge=60_000', '--limit=streams=Infinity', '--legacy', '--quiet'],
        ...['--protocol', 'documented'],
      ]),
      {
        port: 0,
        host: '0.0.0.0',
        symbols: ['BTCUSDT', 'ETHUSDT'],
        seed: -7,
        preset: 'wild',
        faults: 'a.json',
        playback: 'b.gz',
        speed: Infinity,
        limits: { maxAge: 60_000, streams: Infinity },
        protocol: 'documented',
        legacy: true,
        quiet: true,
      },
    )
    assert.equal(parseFlags(['-h', '--seed', 'x']), 'help')
    assert.equal(parseFlags(['--version']), 'version')
  })

  it('accept a number below 0 and an IPv6 address', () => {
    const { seed, host } = parseFlags(['--seed', '-5', '--host', '[::1]']) as Settings
    assert.deepEqual([seed, host], [-5, '::1'])
  })

  const wrong: readonly (readonly [string[], RegExp])[] = [
    [['--port', '-1'], /^--port must be an integer from 0 to 65535, not '-1'$/],
    [['--faults', ''], /^--faults must be the name of a file, not ''$/],
    [['--playback', ''], /^--playback must be the name of a file, not ''$/],
    [['--port', '70000'], /^--port must be an integer from 0 to 65535, not '70000'$/],
    [['--port', ''], /^--port must be an integer from 0 to 65535, not ''$/],
    [['--port'], /^Option '--port <value>' argument missing; --help lists the options$/],
    [['--host='], /^--host must be an address, such as 127\.0\.0\.1, not ''$/],
    [['--symbols', 'BTC USDT!'], /^--symbols must be a list such as BTCUSDT,ETHUSDT, not 'USDT!'$/],
    [['--symbols', ','], /^--symbols must be a list such as BTCUSDT,ETHUSDT, not ','$/],
    [['--seed', '1.5'], /^--seed must be an integer, not '1\.5'$/],
    [['--preset', 'mild'], /^--preset must be one of calm, usual, wild, not 'mild'$/],
    [['--preset', 'constructor'], /^--preset must be one of /],
    [['--playback', 'a', '--speed', '0'], /^--speed must be a number above 0, not '0'$/],
    [['--speed', '2'], /^--speed is the speed of a recording: use it with --playback FILE$/],
    [['--limit', 'streams'], /^--limit must be NAME=VALUE, such as messagesPerSecond=10, not 'streams'$/],
    [['--limit', 'stream=5'], /^--limit must name one of messagesPerSecond, .*, not 'stream'$/],
    [['--limit', 'streams=many'], /^--limit streams must be a number from 0, .*, not 'many'$/],
    [['--protocol', 'dead'], /^--protocol must be one of live, documented, not 'dead'$/],
    [['BTCUSDT'], /^Unexpected argument 'BTCUSDT'; --help lists the options$/],
  ]
  for (const [argv, message] of wrong) {
    it(`are rejected: ${argv.join(' ')}`, () => {
      assert.throws(() => parseFlags(argv), usage(message))
    })
  }

  it('are all listed in the help', () => {
    for (const name of [
      'port',
      'host',
      'symbols',
      'seed',
      'preset',
      'faults',
      'playback',
      'speed',
      'limit',
      'protocol',
      'legacy',
      'quiet',
    ]) {
      assert.ok(HELP.includes(`  --${name} `), name)
    }
  })
})

describeConcurrent('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

  it('shows a file of faults that can be played', async () => {
    const [, json = ''] = /```json\n(.*?)```/s.exec(readme) ?? []
    assert.equal((await readFaultsFile(fileOf(json))).length, 5)
  })

  it('names every fault', () => {
    const [list = ''] = /^The faults are .*?\. /ms.exec(readme) ?? []
    assert.deepEqual(
      [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      faultNames,
    )
  })
})

describeConcurrent('a file of faults', () => {
  it('is read', async () => {
    const faults = [{ at: 5, fault: 'reset' }]
    assert.deepEqual(await readFaultsFile(fileOf(JSON.stringify(faults))), faults)
  })

  it('is read behind a byte order mark', async () => {
    assert.deepEqual(await readFaultsFile(fileOf('\uFEFF[]')), [])
  })

  it('that is not text is printed without control characters', async () => {
    await assert.rejects(readFaultsFile(fileOf('\u001B[2J\u0007')), error => {
      assert.ok(error instanceof Failure)
      assert.match(error.message, /are not JSON: /)
      assert.doesNotMatch(error.message, /\p{Cc}/u)
      return true
    })
  })

  it('is rejected with the invalid line or the read error', async () => {
    await assert.rejects(
      readFaultsFile(fileOf('[\n  { "fault": "reset" }\n  { "fault": "drop" }\n]')),
      usage(/^The faults of \S+ are not JSON: .*, line 3 column 3$/),
    )
    await assert.rejects(readFaultsFile(fileOf('[')), usage(/are not JSON: Unexpected end of JSON input$/))
    await assert.rejects(
      readFaultsFile(fileOf('[{ "fault": "reset" }, { "fault": "dorp" }]')),
      usage(/^In \S+: Fault 1: 'fault' must be one of drop, .* not "dorp"\. Did you mean 'drop'\?$/),
    )
    await assert.rejects(
      readFaultsFile('/no/such/file'),
      usage(/^Cannot read the faults of \/no\/such\/file: there is no such file$/),
    )
    await assert.rejects(readFaultsFile('/'), usage(/: it is a folder$/))
  })
})
