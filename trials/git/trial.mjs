/** `npm i git+file://…`: npm clones the repository and builds it by its `prepare`. */
import { equal } from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createProject } from '../project.mjs'

const repository = pathToFileURL(join(import.meta.dirname, '../..')).href

describe('an installation from git', () => {
  it('builds the library and the command', async () => {
    const project = await createProject(import.meta.dirname, { rxmarket: `git+${repository}` })
    equal(await project.node('apps/loopback.mjs'), 'BTCUSDT 3 function BTCUSDT')
    equal(await project.node('apps/main.cjs'), 'BTCUSDT 3 function')
    equal(await project.bin('rxmarket-exchange', '--version'), '0.1.0')
  })
})
