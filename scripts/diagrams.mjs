/**
 * `npm run diagrams`: draws the first diagram of every marble spec into docs/diagrams. It draws
 * what the spec asserted while it ran (spec/recorder.ts records it), so that every drawing shows
 * tested behavior.
 *
 *   --check       draws nothing; fails if a drawing is missing, out of date, or without a spec
 *   --from <dir>  reads recorded assertions from there, in place of running the specs
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { draw } from './diagrams/draw.mjs'
import { labelAt } from './diagrams/label.mjs'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'docs/diagrams')

/** Specs with another diagram than the first, by the title of its test. */
const CHOSEN = {}

const { values: flags } = parseArgs({ options: { check: { type: 'boolean' }, from: { type: 'string' } } })

const drawings = new Map(recordings().map(recorded => [`${nameOf(recorded.spec)}.svg`, drawingOf(recorded)]))
const present = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.svg')) : []
const obsolete = present.filter(name => !drawings.has(name))
const changed = [...drawings].filter(
  ([name, svg]) => !present.includes(name) || read(join(folder, name)) !== svg,
)

if (flags.check) {
  const wrong = [...changed.map(([name]) => name), ...obsolete]
  if (wrong.length > 0) {
    console.error(`Out of date, missing, or of no spec: ${wrong.join(', ')}. Run: npm run diagrams`)
    process.exitCode = 1
  }
} else {
  mkdirSync(folder, { recursive: true })
  for (const [name, svg] of changed) writeFileSync(join(folder, name), svg)
  for (const name of obsolete) rmSync(join(folder, name))
  console.log(`${drawings.size} diagrams: ${changed.length} drawn, ${obsolete.length} removed`)
}

/** The recorded assertions of the test that is drawn, for each spec. */
function recordings() {
  const from = flags.from ?? recordNow()
  const recordings = readdirSync(from)
    .sort()
    .map(name => JSON.parse(read(join(from, name))))
    .map(tests => {
      const title = CHOSEN[nameOf(tests[0].spec)]
      const chosen = title === undefined ? tests[0] : tests.find(({ test }) => test.endsWith(title))
      if (chosen === undefined) throw new Error(`${tests[0].spec} has no diagram in a test '${title}'`)
      return chosen
    })
  if (flags.from === undefined) rmSync(from, { recursive: true })
  if (recordings.length === 0) throw new Error('no spec recorded a diagram')
  const names = recordings.map(({ spec }) => nameOf(spec))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`two specs are called ${twice}: their drawings would be one file`)
  return recordings
}

function recordNow() {
  const to = mkdtempSync(join(tmpdir(), 'rxmarket-diagrams-'))
  const { status, stderr } = spawnSync('npx jest --silent marbles/ spec/operators/', {
    cwd: root,
    env: { ...process.env, RXMARKET_DIAGRAMS: to },
    encoding: 'utf8',
    shell: true,
  })
  if (status !== 0) throw new Error(`the specs that draw diagrams fail:\n${stderr}`)
  return to
}

function drawingOf({ spec, test, inputs, outputs: [output] }) {
  return draw({ title: test, inputs, output, operator: labelAt(join(root, spec), output.at) })
}

function nameOf(spec) {
  return basename(spec, '.spec.ts')
}

function read(path) {
  return readFileSync(path, 'utf8')
}
