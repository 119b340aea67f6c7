/** TypeScript: every module resolution, `lib` es2020 without DOM, and without skipLibCheck. */
import { before, describe, it } from 'node:test'
import { createProject } from '../project.mjs'

/**
 * `module`, `moduleResolution` and the file of each mode; `node10` finds the entry points by
 * `typesVersions`.
 */
const MODES = [
  { module: 'node16', resolution: 'node16', files: ['app.mts', 'app.cts'] },
  { module: 'nodenext', resolution: 'nodenext', files: ['app.mts', 'app.cts'] },
  { module: 'esnext', resolution: 'bundler', files: ['app.mts'] },
  { module: 'commonjs', resolution: 'node10', files: ['app.cts'] },
]

describe('TypeScript', () => {
  let project
  before(async () => {
    project = await createProject(import.meta.dirname)
  })

  for (const compiler of ['typescript', 'typescript-6']) {
    for (const { module, resolution, files } of MODES) {
      it(`${compiler} resolves the types of all entry points with ${resolution}`, async () => {
        const deprecated = compiler === 'typescript-6' && resolution === 'node10'
        const config = {
          compilerOptions: {
            module,
            moduleResolution: resolution,
            target: 'es2020',
            lib: ['es2020'],
            types: [],
            strict: true,
            skipLibCheck: false,
            noEmit: true,
            ...(deprecated && { ignoreDeprecations: '6.0' }),
          },
          files: ['globals.d.ts', ...files.map(file => `apps/${file}`)],
        }
        const path = project.write(`tsconfig.${compiler}.${resolution}.json`, JSON.stringify(config))
        await project.node(`node_modules/${compiler}/bin/tsc`, '-p', path)
      })
    }
  }
})
