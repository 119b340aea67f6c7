/**
 * `npm run docs`: builds the site from the guides and doc comments into docs/.vitepress/dist.
 *
 *   --serve  serves it on a port afterwards, or with --dev while documents change
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const { values: flags } = parseArgs({
  options: { serve: { type: 'boolean', default: false }, dev: { type: 'boolean', default: false } },
})

const steps = [
  'typedoc --options docs/.vitepress/typedoc.json',
  ...(flags.dev ? [] : ['vitepress build docs']),
  ...(flags.serve ? ['vitepress preview docs'] : []),
  ...(flags.dev ? ['vitepress dev docs'] : []),
]
for (const step of steps) {
  const { status } = spawnSync(`npm exec --silent -- ${step}`, { cwd: root, stdio: 'inherit', shell: true })
  if (status !== 0) {
    process.exitCode = 1
    break
  }
}
