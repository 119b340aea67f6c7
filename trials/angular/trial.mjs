/**
 * Zone.js: the documented function keeps the market's timers out of Angular's zone, and its values
 * in it.
 */
import { deepEqual } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createProject } from '../project.mjs'

const page = readFileSync(join(import.meta.dirname, '../../docs/angular-and-react.md'), 'utf8')
const [, outside] = /```js\n(.*?)```/s.exec(page) ?? []

describe('Angular', () => {
  it('becomes stable while a market is subscribed to outside of its zone', async () => {
    const project = await createProject(import.meta.dirname)
    project.write('outside.mjs', outside)
    deepEqual(JSON.parse(await project.node('zone.mjs')), {
      plain: { isWaiting: true, isInZone: [true] },
      wrapped: { isWaiting: false, isInZone: [true] },
    })
  })
})
