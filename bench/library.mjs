/** The library of a checkout, transpiled for measuring. */
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { transpile } from '../scripts/flows/transpile.mjs'

export const root = resolve(import.meta.dirname, '..')

/**
 * Transpiles the library of a checkout and returns its entry point. It is written into this
 * checkout's node_modules, so that all use the same packages.
 */
export async function library(checkout) {
  const path = resolve(checkout)
  const key = createHash('sha256').update(path).digest('hex').slice(0, 12)
  const output = join(root, 'node_modules/.cache/rxmarket/paired', key)
  await transpile(path, output)
  return join(output, 'index.js')
}
