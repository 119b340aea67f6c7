/**
 * A page in Chromium under `script-src 'self'`, with the embedded exchange on loopback. Skipped
 * where no Chromium is installed (`apt-get install chromium`), unless in CI.
 */
import { deepEqual, equal, ok } from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createProject } from '../project.mjs'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
const POLICY = "default-src 'none'; script-src 'self'; connect-src ws://127.0.0.1:*"

/** The time for which the page must tick, ms. */
const TICKING = 10_000

const sleep = time => new Promise(resolve => setTimeout(resolve, time))

describe('a page in Chromium', { skip: CHROMIUM === undefined && 'Chromium is not installed' }, () => {
  let exchange, server, browser, streams, origin
  before(async () => {
    const project = await createProject(import.meta.dirname)
    await project.bin(
      'esbuild',
      'page.mjs',
      '--bundle',
      '--format=esm',
      '--outfile=page.js',
      '--log-level=error',
    )
    const require = createRequire(join(project.root, 'package.json'))
    const { createExchange } = await import(pathToFileURL(require.resolve('rxmarket/simulator')).href)
    exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'] })
    streams = (await exchange.listen(0)).url
    server = createServer(({ url }, response) => {
      const isScript = url.startsWith('/page.js')
      const type = isScript ? 'text/javascript' : 'text/html'
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY })
      response.end(
        isScript ? project.read('page.js') : '<!doctype html><script type="module" src="/page.js"></script>',
      )
    })
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${server.address().port}`
    browser = await require('playwright-core').chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  })
  after(async () => {
    await browser?.close()
    server?.close()
    await exchange?.close()
  })

  const open = async query => {
    const page = await browser.newPage()
    await page.goto(`${origin}/?url=${encodeURIComponent(streams)}${query}`)
    const seen = () => page.evaluate('seen')
    /** Not `waitForFunction`, which generates code on the page. */
    const until = async condition => {
      for (let attempts = 0; attempts < 200; attempts++) {
        const current = await seen()
        if (condition(current)) return current
        await sleep(100)
      }
      throw new Error(`The page came to ${JSON.stringify(await seen())}`)
    }
    return { page, seen, until }
  }

  it('ticks for ten seconds, survives a drop, and violates no policy', async () => {
    const { page, seen, until } = await open('')
    const { ticks } = await until(({ ticks }) => ticks > 0)
    await sleep(TICKING)
    const afterwards = await seen()
    ok(afterwards.ticks - ticks >= 8, `${afterwards.ticks - ticks} tickers in ten seconds`)
    exchange.faults.drop({ code: 1011, reason: 'internal error' })
    const reconnected = await until(
      ({ statuses }) => statuses.includes('reconnecting') && statuses.at(-1) === 'live',
    )
    const { errors, violations } = await until(({ ticks }) => ticks > reconnected.ticks)
    deepEqual({ errors, violations }, { errors: [], violations: [] })
    await page.close()
  })

  it('would report a violation if it generated code', async () => {
    const { page, until } = await open('&compile')
    const { violations } = await until(({ ticks }) => ticks > 0)
    equal(violations[0], 'script-src eval')
    await page.close()
  })
})
