/**
 * Jest in its environments `node` and `jsdom`, which selects the browser build of required modules.
 */
import { describe, it } from 'node:test'
import { createProject } from '../project.mjs'

describe('Jest', () => {
  for (const version of ['29.7.0', '30.5.2']) {
    it(`${version} runs in Node and in jsdom`, async () => {
      const project = await createProject(import.meta.dirname, {
        jest: version,
        'jest-environment-jsdom': version,
      })
      await project.bin('jest', '--ci', '--runInBand')
    })
  }
})
