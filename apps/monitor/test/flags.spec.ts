/** The command line. */
import assert from 'node:assert/strict'
import { describe, it } from './runner.js'
import { parseFlags } from '../src/flags.js'

describe('flags', () => {
  it('watch the embedded exchange by default', () => {
    assert.deepEqual(parseFlags([]), { origin: { from: 'embedded', seed: 1 }, symbols: [], isPlain: false })
  })

  it('choose what to watch', () => {
    const origin = (...argv: string[]) => {
      const settings = parseFlags(argv)
      return 'origin' in settings ? settings.origin : undefined
    }
    assert.deepEqual(origin('--live'), { from: 'live' })
    assert.deepEqual(origin('--url', 'ws://host'), { from: 'url', url: 'ws://host' })
    assert.deepEqual(origin('--capture', 'a.gz', '--speed', '20'), {
      from: 'capture',
      file: 'a.gz',
      speed: 20,
    })
    assert.deepEqual(origin('--seed', '7'), { from: 'embedded', seed: 7 })
  })

  it('take symbols in any case and order, once each', () => {
    const settings = parseFlags(['btcusdt', '--plain', 'ETHusdt', 'BTCUSDT'])
    assert.deepEqual(settings, {
      origin: { from: 'embedded', seed: 1 },
      symbols: ['BTCUSDT', 'ETHUSDT'],
      isPlain: true,
    })
  })

  it('help', () => {
    const settings = parseFlags(['--help'])
    assert.ok('help' in settings)
    for (const flag of [
      '--live',
      '--url <url>',
      '--capture <file>',
      '--speed <factor>',
      '--seed',
      '--plain',
    ]) {
      assert.ok(settings.help.includes(flag), flag)
    }
  })

  const wrong: readonly (readonly [string[], RegExp])[] = [
    [['--liv'], /^unknown option '--liv' \(Did you mean --live\?\); --help tells what there is$/],
    [['--live', '--url', 'ws://host'], /cannot be used with option '--url <url>'/],
    [['--url'], /argument missing/],
    [['--speed', '2'], /give --capture FILE with it/],
    [['--capture', 'a.gz', '--speed', 'fast'], /'fast' is invalid\. Give a number above 0, such as 10;/],
    [['--seed', '1.5'], /Give a whole number;/],
  ]
  for (const [argv, says] of wrong) {
    it(`refuse ${argv.join(' ')} in one line, with exit code 2`, () => {
      assert.throws(
        () => parseFlags(argv),
        (error: Error & { exitCode?: number }) =>
          says.test(error.message) && !error.message.includes('\n') && error.exitCode === 2,
      )
    })
  }
})
