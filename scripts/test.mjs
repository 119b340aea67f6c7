/**
 * `npm test`: runs every check. A check that passes prints one line; the output of one that fails
 * is printed in full, and the others still run. The last line is for machines:
 * `N passed, N failed`. It counts tests; a check without countable tests counts as one if it fails.
 *
 *   --only NAME   runs this check only, such as `typecheck` or `test:unit`; may be repeated
 *   --slow        runs the checks of `npm run test:ci`, which take minutes
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checks, slowChecks } from './test/checks.mjs'
import { countJest, countNode } from './test/count.mjs'
import { killAll, runScript } from './test/run.mjs'

/**
 * Milliseconds for one check, several times what it takes, so that one that hangs is reported by
 * name.
 */
const LIMIT = 300_000
const SLOW_LIMIT = 540_000

const folder = mkdtempSync(join(tmpdir(), 'rxmarket-test-'))
const results = join(folder, 'jest.json')
const diagrams = join(folder, 'diagrams')
mkdirSync(diagrams)

const { values: flags } = parseArgs({
  options: { only: { type: 'string', multiple: true }, slow: { type: 'boolean', default: false } },
})
const rows = chosen(flags.slow ? slowChecks() : checks({ results, diagrams }), flags.only)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    killAll()
    process.exit(1)
  })
}

let passed = 0
let failed = 0
const start = Date.now()
for (const row of rows) await runRow(row)
rmSync(folder, { recursive: true, force: true })
console.log(`\n${secondsSince(start)} in total`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** The rows without the checks that are not in `only`. */
function chosen(all, only) {
  if (only === undefined) return all
  const names = all.flat().map(({ name }) => name)
  const unknown = only.find(name => !names.includes(name))
  if (unknown !== undefined) {
    console.error(`--only ${unknown} names no check. Use one of: ${names.join(', ')}`)
    process.exit(2)
  }
  return all
    .map(row => row.filter(({ name }) => only.includes(name)))
    .map(row => row.map(each => (only.includes(each.needs) ? each : withoutInput(each))))
}

/** A check that reads the output of another runs that one itself where it is not chosen. */
function withoutInput({ needs, args, ...others }) {
  return needs === undefined ? { args, ...others } : { args: args.slice(0, 1), ...others }
}

/** Runs the checks of a row, as many at the same time as there are cores, two at least. */
async function runRow(row) {
  const waiting = row.values()
  const runWaiting = async () => {
    for (const each of waiting) await check(each)
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, runWaiting))
}

async function check({ name, args, env, count, results }) {
  const since = Date.now()
  const { status, output } = await runScript(name, {
    args,
    env: { RXMARKET_DIAGRAMS: diagrams, ...env },
    limit: flags.slow ? SLOW_LIMIT : LIMIT,
  })
  const counted = countTests(count, output, results)
  passed += counted.passed
  // A check that failed without a failed test still counts.
  failed += status === 0 ? counted.failed : Math.max(1, counted.failed)
  const isRight = status === 0 && counted.failed === 0
  const tests = counted.passed > 0 ? `${counted.passed} tests` : ''
  if (!isRight) console.log(`\n${output.trim()}\n`)
  console.log(
    `${isRight ? '✓' : '✗'} ${name.padEnd(13)} ${secondsSince(since).padStart(6)}  ${tests}`.trimEnd(),
  )
  for (const title of counted.skipped) console.log(`  skipped: ${title}`)
}

function countTests(kind, output, results) {
  if (kind === 'jest') return countJest(results)
  if (kind === 'node') return countNode(output)
  return { passed: 0, failed: 0, skipped: [] }
}

function secondsSince(time) {
  return `${((Date.now() - time) / 1000).toFixed(1)} s`
}
