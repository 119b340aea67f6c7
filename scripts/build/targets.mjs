/**
 * The outputs of `npm run build`, in this order: `output` exists afterwards and depends on
 * `sources` only.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { addBrowserBuild } from './browser.mjs'
import { emitDeclarations } from './declarations.mjs'

const root = join(import.meta.dirname, '../..')
const own = ['scripts/build', 'package-lock.json']

export const targets = [
  {
    name: 'library',
    sources: ['src', ...own],
    output: ['dist/esm/index.js', 'dist/commonjs/index.js'],
    make: async () => {
      for (const format of ['esm', 'commonjs']) await makeFormat(format)
    },
  },
  {
    name: 'types',
    sources: ['src', 'tsconfig.json', 'tsconfig.build.json', ...own],
    output: ['dist/esm/index.d.ts', 'dist/commonjs/index.d.ts'],
    make: () => emitDeclarations(root),
  },
  {
    name: 'exchange',
    sources: ['apps/exchange/src', ...own],
    output: ['dist/exchange/main.js'],
    make: () => makeApp('apps/exchange/src', 'dist/exchange'),
  },
  {
    name: 'monitor',
    sources: ['apps/monitor/src', ...own],
    output: ['apps/monitor/dist/main.js'],
    make: () => makeApp('apps/monitor/src', 'apps/monitor/dist'),
  },
]

async function makeFormat(format) {
  const { transpile } = await loadTranspiler()
  replaceFolder(join('dist', format), folder => {
    transpile({ from: join(root, 'src'), to: folder, format })
    addBrowserBuild(folder)
    const type = format === 'esm' ? 'module' : 'commonjs'
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type, sideEffects: false }, null, 2)}\n`)
  })
}

async function makeApp(from, to) {
  const { transpile } = await loadTranspiler()
  replaceFolder(to, folder => transpile({ from: join(root, from), to: folder, format: 'esm' }))
}

/** Loads TypeScript only for due work: loading takes longer than the commands that check for it. */
function loadTranspiler() {
  return import('./transpile.mjs')
}

/** Replaces a folder at once, so that no old file stays and a failure leaves the old folder. */
function replaceFolder(path, make) {
  const made = join(root, 'node_modules/.cache/rxmarket/new', path)
  rmSync(made, { recursive: true, force: true })
  mkdirSync(made, { recursive: true })
  make(made)
  rmSync(join(root, path), { recursive: true, force: true })
  mkdirSync(dirname(join(root, path)), { recursive: true })
  renameSync(made, join(root, path))
}
