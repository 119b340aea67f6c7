/**
 * `npm test`: every check there is, each also an npm script of its own. A check that passes takes one line; one that fails is
 * shown whole, and the others still run. Last comes one line for machines, `N passed, N failed`: the tests that ran, where a
 * check that is no test, or could not count its tests, counts as one when it fails.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'rxmarket-test-'))
const jestResults = join(folder, 'jest.json')
/** What the marble specs draw while they run, for `diagrams` to compare with the pictures. */
const recorded = join(folder, 'diagrams')
mkdirSync(recorded)

/** One row after the other; the checks of a row share the processor. What is built is looked at by all the rest, even by types. */
const rows = [
  [{ name: 'build' }, { name: 'format' }],
  [{ name: 'lint' }, { name: 'types' }, { name: 'package' }],
  [
    { name: 'spec', args: ['--ci', '--json', `--outputFile="${jestResults}"`], count: countJest },
    // Mostly wait for their processes.
    { name: 'monitor', count: countNodeTest },
    { name: 'exchange', count: countNodeTest },
  ],
  [{ name: 'diagrams', args: ['--check', `--from="${recorded}"`] }],
]

/** Milliseconds that any check may take: several times what it needs, so that what hangs is told by name. */
const LIMIT = 180_000

/** Ends each check that is under way. */
const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const end of running) end()
    process.exit(1)
  })
}

let passed = 0
let failed = 0
const begun = Date.now()
for (const row of rows) await Promise.all(row.map(check))
rmSync(folder, { recursive: true, force: true })
console.log(`\n${seconds(begun)} in all`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function check({ name, args = [], count }) {
  const start = Date.now()
  const { status, output } = await run(name, args)
  const counted = count?.(output) ?? { passed: 0, failed: 0, skipped: [] }
  passed += counted.passed
  // What failed without a failed test to show for it has failed all the same.
  failed += status === 0 ? counted.failed : Math.max(1, counted.failed)
  const isRight = status === 0 && counted.failed === 0
  const tests = counted.passed > 0 ? `${counted.passed} tests` : ''
  if (!isRight) console.log(`\n${output.trim()}\n`)
  console.log(`${isRight ? '✓' : '✗'} ${name.padEnd(8)} ${seconds(start).padStart(6)}  ${tests}`.trimEnd())
  for (const title of counted.skipped) console.log(`  skipped: ${title}`)
}

function run(name, args) {
  return new Promise(resolve => {
    const child = spawn(['npm run --silent', name, '--', ...args].join(' '), {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: true,
      // A process group of its own, so that nothing of a check outlives it.
      detached: true,
      env: { ...process.env, NO_COLOR: '1', RXMARKET_DIAGRAMS: recorded },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', text => (output += text))
    }
    const end = () => process.kill(-child.pid, 'SIGKILL')
    const timer = setTimeout(() => {
      output += `\n${name} did not end within ${LIMIT / 1000} s`
      end()
    }, LIMIT)
    running.add(end)
    child.on('close', status => {
      clearTimeout(timer)
      running.delete(end)
      resolve({ status, output })
    })
  })
}

function countJest() {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(
      readFileSync(jestResults, 'utf8'),
    )
    const skipped = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => fullName)
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped }
  } catch {
    return { passed: 0, failed: 1, skipped: [] }
  }
}

function countNodeTest(output) {
  const total = what => Number(new RegExp(`^(?:#|ℹ) ${what} (\\d+)$`, 'm').exec(output)?.[1] ?? NaN)
  if (Number.isNaN(total('pass'))) return { passed: 0, failed: 1, skipped: [] }
  // As TAP writes it, and as Node 24 does.
  const skipped = output.matchAll(/^\s*(?:ok \d+ - |﹣ )(.*?)(?: \([\d.]+ms\))? # (?:SKIP )?(.*)$/gm)
  return {
    passed: total('pass'),
    failed: total('fail') + total('cancelled'),
    skipped: [...skipped].map(([, title, reason]) => `${title}: ${reason}`),
  }
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}
