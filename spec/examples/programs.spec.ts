/** Runs the example programs as processes, all at the same time, against an exchange on a port. */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { createExchange, type Exchange } from '../../src/simulator/index.js'
import { needDist, ROOT } from '../package/packed.js'
import '../../examples/programs/breakout.test.js'

const PROGRAMS = [
  ['watch-prices', [], /^(BTCUSDT|ETHUSDT) [\d.]+ [\d.]+$/m],
  ['alert', ['0'], /^(BTCUSDT|ETHUSDT) -?[\d.]+ % in a minute, at [\d.]+$/m],
  ['candles', ['1', 'BTCUSDT'], /^time,symbol.*\n20\d\d-.*Z,BTCUSDT(,[\d.]+){5}$/m],
  ['run-strategy', ['--simulated'], /^BTCUSDT [\d.]+, up from [\d.]+$/m],
  ['run-strategy', [], /^BTCUSDT [\d.]+, up from [\d.]+$/m],
  ['page/page', [], /^BTCUSDT [\d.]+ \(-?[\d.]+ %\)$/m],
] as const

/** In node_modules, so that programs find `rxmarket` there, as an installed package is found. */
const folder = join(ROOT, 'node_modules/.cache/rxmarket/examples')

/**
 * A document of as many elements as the page has. Node has the browser's WebSocket behind a flag.
 */
const BROWSER = `
  globalThis.location = { search: '?exchange=' + globalThis.process.env.EXCHANGE_URL }
  globalThis.document = { getElementById: id => ({ set textContent(text) { console.log(id, text) } }) }
  globalThis.process.once('SIGINT', () => globalThis.process.exit())
`

interface Result {
  readonly output: string
  readonly code: number | null
}

jest.setTimeout(60_000)

describe('the example programs', () => {
  let exchange: Exchange
  let results: Promise<Result>[]

  beforeAll(async () => {
    needDist()
    await compile()
    exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], preset: 'wild' })
    const { url } = await exchange.listen(0)
    results = PROGRAMS.map(([name, args, pattern]) => run(url, name, args, pattern))
  })

  afterAll(() => exchange.close())

  it.each(PROGRAMS.map(([name, args, pattern], index) => ({ name, args, pattern, index })))(
    '$name $args prints what it promises and exits on SIGINT',
    async ({ pattern, index }) => {
      const result = await results[index]
      expect(result?.output).toMatch(pattern)
      expect(result?.code).toBe(0)
    },
  )
})

async function compile(): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const programs = join(ROOT, 'examples/programs')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const sources = readdirSync(programs).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const common: BuildOptions = { format: 'esm', outdir: folder, outbase: programs, logLevel: 'silent' }
  await build({ ...common, entryPoints: sources.map(name => join(programs, name)) })
  await build({
    ...common,
    entryPoints: [join(programs, 'page/page.ts')],
    bundle: true,
    platform: 'browser',
    banner: { js: BROWSER },
  })
}

/** Runs a program until its output matches, then sends SIGINT. */
function run(url: string, name: string, args: readonly string[], pattern: RegExp): Promise<Result> {
  return new Promise(resolve => {
    const flags = ['--experimental-websocket', '--no-warnings']
    const child = spawn(process.execPath, [...flags, join(folder, `${name}.js`), ...args], {
      env: { ...process.env, NODE_OPTIONS: '', EXCHANGE_URL: url },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let output = ''
    let isStopping = false
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (isStopping || !pattern.test(output)) return
      isStopping = true
      child.kill('SIGINT')
    })
    child.on('close', code => resolve({ output, code }))
  })
}
