/** The drop-in examples, as they stand: the one for Jest is a part of this very run. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { needDist, ROOT } from '../package/packed.js'
import '../../examples/under-faults.test.js'
import '../../examples/with-jest.test.js'

// Vitest is 44 packages: its example runs here with Jest's words in the place of Vitest's, which
// mean the same.
jest.mock('vitest', () => ({ describe, it }), { virtual: true })

describe('the example for Vitest', () => {
  jest.requireActual('../../examples/with-vitest.test.ts')
})

describe('the example for node:test', () => {
  it('passes in its own process on the built package', async () => {
    needDist()
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--test', '--test-reporter=tap', 'examples/with-node.test.ts'],
      { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '' } },
    )
    expect(stdout).toMatch(/^# pass 1$/m)
    expect(stdout).toMatch(/^# fail 0$/m)
  }, 20_000)
})

describe('the examples', () => {
  it('differ in nothing but how a test begins', () => {
    const test = (runner: string) =>
      readFileSync(join(ROOT, `examples/with-${runner}.test.ts`), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map(line => line.trim())
        .join('\n')
    const body = (text: string) => /marbles\(\(\{[^]*?\n\}\)/.exec(text)?.[0]
    expect(body(test('jest'))).toMatch(/expectObservable[^]*expectChannels/)
    expect(body(test('vitest'))).toBe(body(test('jest')))
    expect(body(test('node'))).toBe(body(test('jest')))
  })
})
