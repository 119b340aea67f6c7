/**
 * Bundles of esbuild and Vite: for browsers and for Node, as ES modules and CommonJS; and Vitest.
 */
import { equal, ok } from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { createProject } from '../project.mjs'

/** Text that only modules of `ws` contain. */
const WS = /Sec-WebSocket-Extensions|WebSocket was closed before/
/** The error of `ws` where a bundler has chosen its stub for browsers. */
const STUB = 'ws does not work in the browser'

const TARGETS = [
  { platform: 'browser', format: 'esm', app: 'main.mjs', out: 'out.mjs', output: 'BTCUSDT 3 function' },
  { platform: 'browser', format: 'cjs', app: 'main.cjs', out: 'out.cjs', output: 'BTCUSDT 3 function' },
  {
    platform: 'node',
    format: 'esm',
    app: 'loopback.mjs',
    out: 'out.mjs',
    output: 'BTCUSDT 3 function BTCUSDT',
  },
  { platform: 'node', format: 'cjs', app: 'main.cjs', out: 'out.cjs', output: 'BTCUSDT 3 function' },
]

/** `ws` requires modules that an ES module does not have. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** Vite replaces the optional addons of `ws` by empty modules, which `ws` would call. */
const NO_ADDONS = { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' }

describe('a bundler', () => {
  let project
  before(async () => {
    project = await createProject(import.meta.dirname)
  })

  const check = async (bundle, { platform, output }) => {
    const text = project.read(bundle)
    ok(!text.includes(STUB), 'contains the stub of ws')
    equal(WS.test(text), platform === 'node', 'contains ws in Node only')
    equal(await project.node(bundle), output)
  }

  for (const target of TARGETS) {
    const { platform, format, app, out } = target
    it(`esbuild bundles ${app} for ${platform} as ${format}`, async () => {
      const bundle = `esbuild-${platform}-${out}`
      const banner = platform === 'node' && format === 'esm' ? [`--banner:js=${BANNER}`] : []
      await project.bin(
        'esbuild',
        `apps/${app}`,
        '--bundle',
        `--platform=${platform}`,
        `--format=${format}`,
        `--outfile=${bundle}`,
        '--log-level=error',
        ...banner,
      )
      await check(bundle, target)
    })

    it(`Vite bundles ${app} for ${platform} as ${format}`, async () => {
      const folder = `vite-${platform}-${format}`
      const config = {
        logLevel: 'error',
        ...(platform === 'node' && { ssr: { noExternal: true }, define: NO_ADDONS }),
        build: {
          outDir: folder,
          minify: false,
          ...(platform === 'node' ? { ssr: `apps/${app}` } : { commonjsOptions: { include: [/./] } }),
          rollupOptions: {
            input: `apps/${app}`,
            output: { format, entryFileNames: out },
          },
        },
      }
      project.write('vite.config.mjs', `export default ${JSON.stringify(config).replace('[{}]', '[/./]')}`)
      await project.bin('vite', 'build')
      await check(`${folder}/${out}`, target)
    })
  }

  for (const environment of ['node', 'jsdom']) {
    it(`Vitest runs in ${environment}`, async () => {
      project.write('vite.config.mjs', 'export default {}')
      await project.bin('vitest', 'run', '--environment', environment, 'market.test.js')
    })
  }
})
