/**
 * `npm run build`: builds the library, its types and the apps, each only if its sources have
 * changed since its last build.
 *
 *   --prepare  as npm runs it: builds nothing where the development dependencies are not installed
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fingerprint } from './build/fingerprint.mjs'
import { withProgress } from './build/progress.mjs'
import { targets } from './build/targets.mjs'

const root = join(import.meta.dirname, '..')
const hasDependencies = () => existsSync(join(root, 'node_modules/typescript'))

/**
 * Brings the named targets up to date, all by default, and shows what it builds. Returns whether
 * all succeeded.
 */
export async function build(names) {
  if (!hasDependencies()) {
    console.error('The dependencies are not installed: run npm ci first')
    return false
  }
  const due = targets.filter(({ name }) => names?.includes(name) ?? true).flatMap(outdated)
  for (const [index, { name, make, stamp, digest }] of due.entries()) {
    try {
      await withProgress(`Building ${name} (${index + 1} of ${due.length})`, make)
    } catch (error) {
      console.error(`Building ${name} failed: ${error.message}`)
      return false
    }
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, digest)
  }
  return true
}

function outdated(target) {
  const stamp = join(root, 'node_modules/.cache/rxmarket', `${target.name}.built`)
  const digest = fingerprint(root, target.sources)
  const isBuilt = target.output.every(path => existsSync(join(root, path)))
  const isCurrent = isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest
  return isCurrent ? [] : [{ ...target, stamp, digest }]
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const isSkipped = process.argv.includes('--prepare') && !hasDependencies()
  if (!isSkipped && !(await build())) process.exitCode = 1
}
