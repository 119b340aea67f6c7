/**
 * Our library, bundled from the sources, and a market of it whose frames and snapshots the
 * benchmark hands over.
 */
import { Buffer } from 'node:buffer'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { of } from 'rxjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** `binance`, what `book$` is made of, and the scheduler of virtual time. */
export async function bundle() {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { binance } from './src/index.js'
        export { VirtualScheduler } from './src/testing/index.js'
        export { BookView } from './src/book/book-view.js'
        export { OrderBook } from './src/book/order-book.js'
        export { levelValues } from './src/book/level-values.js'`,
      resolveDir: ROOT,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    write: false,
  })
  // In the repository, so that its packages are found.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.bench-'))
  const file = join(folder, 'bundle.mjs')
  writeFileSync(file, outputFiles[0].contents)
  try {
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * A market whose socket accepts every subscription, in virtual time; `deliver` hands over a frame,
 * as bytes, as `ws` does.
 */
export function openMarket({ binance, VirtualScheduler }, snapshotText) {
  const scheduler = new VirtualScheduler(1_700_000_000_000)
  const soon = work => scheduler.schedule(work, 1)
  let socket
  const connect = () => {
    socket = {
      send(text) {
        const { id } = JSON.parse(text)
        soon(() => socket.onmessage({ data: Buffer.from(JSON.stringify({ result: null, id })) }))
      },
      close: () => socket.onclose({ code: 1000, reason: '' }),
    }
    soon(() => socket.onopen())
    return socket
  }
  const market = binance({
    scheduler,
    connect,
    request: () => of({ status: 200, headers: {}, body: snapshotText }),
    restUrl: 'http://bench.local',
    heartbeatInterval: 2 ** 31 - 1,
  })
  return { market, scheduler, deliver: data => socket.onmessage({ data }) }
}
