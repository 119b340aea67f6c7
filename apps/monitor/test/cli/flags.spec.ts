/** Command-line flags. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from '../runner.js'
import { parseFlags } from '../../src/cli/flags.js'

describe('flags', () => {
  it('watch the embedded exchange by default', () => {
    assert.deepEqual(parseFlags([]), { source: { kind: 'embedded', seed: 1 }, symbols: [], isPlain: false })
  })

  it('choose the source', () => {
    const source = (...argv: string[]) => {
      const settings = parseFlags(argv)
      return 'source' in settings ? settings.source : undefined
    }
    assert.deepEqual(source('--live'), { kind: 'live' })
    assert.deepEqual(source('--url', 'ws://host'), { kind: 'url', url: 'ws://host' })
    assert.deepEqual(source('--capture', 'a.gz', '--speed', '20'), {
      kind: 'capture',
      file: 'a.gz',
      speed: 20,
    })
    assert.deepEqual(source('--seed', '7'), { kind: 'embedded', seed: 7 })
  })

  it('accept symbols in any case, once each', () => {
    const settings = parseFlags(['btcusdt', '--plain', 'ETHusdt', 'BTCUSDT'])
    assert.deepEqual(settings, {
      source: { kind: 'embedded', seed: 1 },
      symbols: ['BTCUSDT', 'ETHUSDT'],
      isPlain: true,
    })
  })

  it('watch one order book', () => {
    assert.deepEqual(parseFlags(['--book', 'btcusdt']), {
      source: { kind: 'embedded', seed: 1 },
      symbols: [],
      book: 'BTCUSDT',
      isPlain: false,
    })
  })

  it('list every flag with --help', () => {
    const settings = parseFlags(['--help'])
    assert.ok('output' in settings)
    for (const flag of [
      '--live',
      '--url <url>',
      '--capture <file>',
      '--speed <factor>',
      '--seed',
      '--book <symbol>',
      '--plain',
      '-v, --version',
    ]) {
      assert.ok(settings.output.includes(flag), flag)
    }
  })

  it('print the version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    for (const flag of ['--version', '-v']) assert.deepEqual(parseFlags([flag]), { output: `${version}\n` })
  })

  const invalid: readonly (readonly [string[], RegExp])[] = [
    [['--liv'], /^unknown option '--liv' \(Did you mean --live\?\); see --help$/],
    [['--live', '--url', 'ws://host'], /cannot be used with option '--url <url>'/],
    [['--url'], /argument missing/],
    [['--speed', '2'], /add --capture FILE/],
    [['--capture', 'a.gz', '--speed', 'fast'], /'fast' is invalid\. Give a number above 0, such as 10;/],
    [['--book'], /^option '--book <symbol>' argument missing; see --help$/],
    [['--book', 'BTCUSDT', 'ETHUSDT'], /^--book shows one symbol, BTCUSDT: leave out ETHUSDT, or --book$/],
    [['--book', 'BTCUSDT', '--capture', 'a.gz'], /cannot be used with option '--capture <file>'/],
    [['--seed', '1.5'], /Give an integer;/],
  ]
  for (const [argv, message] of invalid) {
    it(`reject ${argv.join(' ')} in one line, with exit code 2`, () => {
      assert.throws(
        () => parseFlags(argv),
        (error: Error & { exitCode?: number }) =>
          message.test(error.message) && !error.message.includes('\n') && error.exitCode === 2,
      )
    })
  }
})
