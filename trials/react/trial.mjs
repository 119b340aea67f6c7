/** The hook of the documentation under React's strict mode, which mounts every component twice. */
import { equal } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createProject } from '../project.mjs'

const page = readFileSync(join(import.meta.dirname, '../../docs/angular-and-react.md'), 'utf8')
const [, hook] = /```jsx\n(.*?)```/s.exec(page) ?? []

describe('React', () => {
  it('subscribes once for two components that strict mode mounts twice, and leaves nothing behind', async () => {
    const project = await createProject(import.meta.dirname)
    project.write('use-ticker.mjs', hook)
    equal(await project.node('strict-mode.mjs'), 'SUBSCRIBE')
  })
})
