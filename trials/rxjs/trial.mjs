/** The oldest and the newest RxJS of the peer range. */
import { equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createProject } from '../project.mjs'

describe('RxJS', () => {
  for (const version of ['7.5.0', '7']) {
    it(`${version} runs the library as an ES module and with require, and type checks it`, async () => {
      const project = await createProject(import.meta.dirname, { rxjs: version })
      equal(await project.node('apps/loopback.mjs'), 'BTCUSDT 3 function BTCUSDT')
      equal(await project.node('apps/main.cjs'), 'BTCUSDT 3 function')
      // RxJS names its types for other resolutions from 7.5.3 on only.
      const flags = ['--module', 'commonjs', '--moduleResolution', 'node10', '--strict', '--skipLibCheck']
      await project.bin('tsc', '--noEmit', ...flags, 'apps/app.cts')
    })
  }
})
