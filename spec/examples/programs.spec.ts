/** Runs the example programs as their readers would, against an exchange on a port. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { createExchange, type Exchange } from '../../src/simulator/index.js'
import { needDist, ROOT } from '../package/packed.js'
import '../../examples/programs/breakout.test.js'

jest.setTimeout(40_000)

describe('the example program', () => {
  let exchange: Exchange
  let url: string
  beforeAll(async () => {
    needDist()
    exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], preset: 'wild' })
    ;({ url } = await exchange.listen(0))
  })
  afterAll(() => exchange.close())

  /** Runs a program until `isDone` of its output, then sends SIGINT. */
  const run = (
    args: readonly string[],
    isDone: (output: string) => boolean,
  ): Promise<{ output: string; code: number | null }> =>
    new Promise(resolve => {
      const child = spawn(process.execPath, args, {
        cwd: ROOT,
        env: { ...process.env, NODE_OPTIONS: '', EXCHANGE_URL: url },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      let isStopping = false
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (isStopping || !isDone(output)) return
        isStopping = true
        child.kill('SIGINT')
      })
      child.on('close', code => resolve({ output, code }))
    })
  const program = (name: string, ...args: string[]): string[] => [
    '--import',
    'tsx',
    `examples/programs/${name}.ts`,
    ...args,
  ]
  const has = (pattern: RegExp) => (output: string) => pattern.test(output)

  it.each([
    ['watch-prices', [], /^(BTCUSDT|ETHUSDT) [\d.]+ [\d.]+$/m],
    ['alert', ['0'], /^(BTCUSDT|ETHUSDT) -?[\d.]+ % in a minute, at [\d.]+$/m],
    ['candles', ['1', 'BTCUSDT'], /^time,symbol.*\n20\d\d-.*Z,BTCUSDT(,[\d.]+){5}$/m],
    ['run-strategy', ['--simulated'], /^BTCUSDT [\d.]+, up from [\d.]+$/m],
    ['run-strategy', [], /^BTCUSDT [\d.]+, up from [\d.]+$/m],
  ])('%s %p prints what it promises and exits on SIGINT', async (name, args, pattern) => {
    const { output, code } = await run(program(name, ...args), has(pattern))
    expect(output).toMatch(pattern)
    expect(code).toBe(0)
  })

  it('page shows prices in a browser bundle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rxmarket-page-'))
    const outfile = join(folder, 'page.mjs')
    await build({
      entryPoints: [join(ROOT, 'examples/programs/page/page.ts')],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      outfile,
      logLevel: 'silent',
    })
    // A document of as many elements as the page has, and the WebSocket that Node has behind a flag.
    const main = `
      globalThis.location = { search: ${JSON.stringify(`?exchange=${url}`)} }
      const show = id => ({ set textContent(text) { console.log(id, text) } })
      globalThis.document = { getElementById: show }
      process.once('SIGINT', () => process.exit())
      await import(${JSON.stringify(pathToFileURL(outfile).href)})
    `
    const args = ['--experimental-websocket', '--no-warnings', '--input-type=module', '--eval', main]
    const { output } = await run(args, has(/BTCUSDT [\d.]+ \(-?[\d.]+ %\)/))
    expect(output).toMatch(/^status connecting$/m)
    expect(output).toMatch(/^BTCUSDT [\d.]+ \(-?[\d.]+ %\)$/m)
    rmSync(folder, { recursive: true })
  })
})
