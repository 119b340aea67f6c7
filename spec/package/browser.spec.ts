import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type Platform } from 'esbuild'
import { createExchange, type Exchange } from '../../src/simulator/index.js'
import { Consumer } from './packed.js'

const app = (url: string) => `
  import { binance } from 'rxmarket'
  import { take, toArray } from 'rxjs'

  const market = binance({ url: ${JSON.stringify(url)} })
  market.ticker$(['BTCUSDT', 'ETHUSDT']).pipe(take(4), toArray()).subscribe(async tickers => {
    await market.close()
    console.log(tickers.map(ticker => ticker.symbol).sort().join())
  })
`

/**
 * The size of a bundle with `binance` and three operators, RxJS included. The target is 38,000
 * bytes with history, gaps and order books, and 30,720 without.
 */
const MAX_GZIP_BYTES = 61_500

jest.setTimeout(30_000)

describe('a browser bundle', () => {
  let consumer: Consumer
  let exchange: Exchange
  beforeAll(() => {
    consumer = new Consumer()
    exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'] })
  })
  afterAll(async () => {
    await exchange?.close()
    consumer?.remove()
  })

  const bundle = async (name: string, source: string, platform: Platform = 'browser') => {
    const outfile = `${consumer.folder}/${name}.bundle.mjs`
    const { metafile } = await build({
      entryPoints: [consumer.write(`${name}.mjs`, source)],
      outfile,
      bundle: true,
      minify: true,
      format: 'esm',
      platform,
      metafile: true,
      logLevel: 'silent',
    })
    return {
      outfile,
      inputs: inputs(metafile),
      bytes: metafile.outputs[Object.keys(metafile.outputs)[0] ?? '']?.bytes,
      gzipBytes: gzipSync(readFileSync(outfile), { level: 9 }).length,
    }
  }

  it('contains no module of ws and none of Node', async () => {
    const { inputs } = await bundle('market', app('ws://127.0.0.1:1'))
    expect(inputs.filter(input => isWs(input) || isBuiltin(input))).toEqual([])
  })

  it('of required modules contains neither ws nor Node modules', async () => {
    const { inputs } = await bundle(
      'required',
      `console.log(require('rxmarket'), require('rxmarket/testing'), require('rxmarket/simulator'))`,
    )
    expect(inputs.some(input => input.includes('rxmarket/dist/commonjs/browser/index.js'))).toBe(true)
    expect(inputs.filter(input => isWs(input) || isBuiltin(input))).toEqual([])
  })

  it('of a market and three operators fits its size budget', async () => {
    const { gzipBytes } = await bundle(
      'budget',
      `import { binance } from 'rxmarket'
      import { conflate, movingWindow, onlyClosed } from 'rxmarket/operators'
      console.log(binance, conflate, movingWindow, onlyClosed)`,
    )
    expect(gzipBytes).toBeLessThan(MAX_GZIP_BYTES)
  })

  it('contains ws when bundled for Node', async () => {
    const { inputs } = await bundle('node', app('ws://127.0.0.1:1'), 'node')
    expect(inputs.some(isWs)).toBe(true)
    expect(inputs.some(isBuiltin)).toBe(true)
  })

  it('receives events through the WebSocket of the platform', async () => {
    const { url } = await exchange.listen(0)
    const { outfile } = await bundle('running', app(url))
    // Node 20 has the W3C's WebSocket behind a flag; from 22 on the flag means nothing and does no
    // harm.
    expect(await consumer.run(outfile, ['--experimental-websocket', '--no-warnings'])).toMatch(
      /^(BTCUSDT|ETHUSDT)(,(BTCUSDT|ETHUSDT)){3}$/,
    )
  })

  it('contains the exchange with its in-memory socket, without ws', async () => {
    const { inputs, outfile } = await bundle(
      'simulator',
      `
        import { binance } from 'rxmarket'
        import { createExchange } from 'rxmarket/simulator'
        import { firstValueFrom } from 'rxjs'
        const exchange = createExchange({ symbols: ['BTCUSDT'] })
        const market = binance({ connect: exchange.connect })
        console.log((await firstValueFrom(market.ticker$('BTCUSDT'))).symbol)
        await market.close()
        await exchange.close()
      `,
    )
    expect(inputs.filter(input => isWs(input) || isBuiltin(input))).toEqual([])
    expect(await consumer.run(outfile)).toBe('BTCUSDT')
  })

  it('of Freq alone is a few hundred bytes', async () => {
    const { bytes, inputs } = await bundle('freq', `import { Freq } from 'rxmarket'; console.log(Freq.m1)`)
    expect(bytes).toBeLessThan(500)
    expect(inputs.filter(input => /node_modules\/(rxjs|io-ts|fp-ts)\//.test(input))).toEqual([])
  })
})

/** The modules in the bundle, and those left to be imported at run time. */
function inputs({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap(output => [
    ...Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [path] : [],
    ),
    ...output.imports.map(({ path }) => path),
  ])
}

function isWs(path: string): boolean {
  return path === 'ws' || path.includes('node_modules/ws/')
}

function isBuiltin(path: string): boolean {
  return path.startsWith('node:') || builtinModules.includes(path)
}
