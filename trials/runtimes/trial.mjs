/**
 * The library over a real socket: in this Node, in the oldest supported one, in Node 24, Bun and Deno
 * where npm has their binaries.
 */
import { equal } from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { createProject } from '../project.mjs'

const RUNTIMES = [
  { name: 'Node 20.19', binary: 'node-20.19/bin/node', args: [] },
  { name: 'Node 24', binary: 'node-24/bin/node', args: [] },
  { name: 'Bun', binary: '@oven/bun-linux-x64/bin/bun', args: [] },
  { name: 'Deno', binary: '@deno/linux-x64-glibc/deno', args: ['run', '-A', '--node-modules-dir=manual'] },
]

describe('a runtime', () => {
  let project
  before(async () => {
    project = await createProject(import.meta.dirname)
  })

  it(`Node ${process.versions.node} runs ES modules and CommonJS`, async () => {
    equal(await project.node('apps/loopback.mjs'), 'BTCUSDT 3 function BTCUSDT')
    equal(await project.node('apps/main.cjs'), 'BTCUSDT 3 function')
  })

  for (const { name, binary, args } of RUNTIMES) {
    it(`${name} runs ES modules and CommonJS`, async test => {
      const file = join(project.root, 'node_modules', binary)
      if (!existsSync(file)) return test.skip('npm has no binary for this platform')
      equal(await project.run(file, ...args, 'apps/loopback.mjs'), 'BTCUSDT 3 function BTCUSDT')
      equal(await project.run(file, ...args, 'apps/main.cjs'), 'BTCUSDT 3 function')
    })
  }

  it('runs the exchange as the command of the installed package', async () => {
    equal(await project.bin('rxmarket-exchange', '--version'), '0.1.0')
  })
})
