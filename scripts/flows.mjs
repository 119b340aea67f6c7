/**
 * `npm run flows`: lists the functions of `src` that are entered, by V8's precise coverage. Three
 * flows are traced: a frame to a subscriber, a subscribe call to SUBSCRIBE on the wire, and a
 * scheduled fault to its effect.
 *
 *   --at DIR       follows the flows in the checkout DIR in place of this one
 *   --against DIR  compares the numbers of files and functions with those of the checkout DIR
 *   --summary      prints the numbers only
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { transpile } from './flows/transpile.mjs'
import { layers, nameOf } from './eslint/layers.mjs'

const root = join(import.meta.dirname, '..')
const { values: flags } = parseArgs({
  options: {
    at: { type: 'string', default: root },
    against: { type: 'string' },
    summary: { type: 'boolean', default: false },
  },
})

const results = await measure(flags.at)
if (!flags.summary) for (const flow of results) printFlow(flow)
const others = flags.against === undefined ? undefined : await measure(flags.against)
for (const [index, flow] of results.entries()) {
  const before = others?.[index]
  console.log(`${flow.title}: ${summary(flow)}${before === undefined ? '' : `; there ${summary(before)}`}`)
}

async function measure(checkout) {
  const path = resolve(checkout)
  const key = createHash('sha256').update(path).digest('hex').slice(0, 12)
  // In node_modules, so that imports of packages are found.
  const output = join(root, 'node_modules/.cache/rxmarket/flows', key)
  await transpile(path, output)
  const script = join(root, 'scripts/flows/measure.mjs')
  const { status, stdout } = spawnSync(process.execPath, [script, output], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`following the flows of ${path} failed`)
  return JSON.parse(stdout)
}

function printFlow({ title, entered, chain }) {
  console.log(`# ${title}\n`)
  if (chain.length > 0) {
    console.log('The call stack at its end, from the first call to the last:\n')
    for (const { file, line, name } of chain) console.log(`  ${file}:${line}  ${name}`)
    console.log()
  }
  console.log('The functions entered, by layer and file:\n')
  for (const file of filesOf(entered)) {
    console.log(`  ${file}`)
    for (const { line, name, count } of entered.filter(each => each.file === file)) {
      console.log(`    :${line} ${name}${count > 1 ? ` ×${count}` : ''}`)
    }
  }
  console.log()
}

/** From the lowest layer to the highest, as a frame goes. */
function filesOf(entered) {
  const depth = file => {
    const name = nameOf(file.slice('src/'.length))
    return -layers.findIndex(
      ({ names }) => names.includes(name) || names.includes(name.replace(/\/.*/, '/*')),
    )
  }
  return [...new Set(entered.map(({ file }) => file))].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
}

function summary({ entered }) {
  return `${filesOf(entered).length} files, ${entered.length} functions`
}
