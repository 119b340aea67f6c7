/**
 * `npm run typecheck`: checks the types of all sources, and of every example of the documents and
 * doc comments, in one program. Examples import the built package, as users do. `spec/docs.spec.ts`
 * runs them.
 *
 * What the compiler has found is kept in `node_modules/.cache`: the next run checks what has changed
 * since, and what depends on that.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { examplesIn } from './test/examples.mjs'

const root = join(import.meta.dirname, '..')
const cache = join(root, 'node_modules/.cache/rxmarket/typecheck')
const folder = join(cache, 'examples')
mkdirSync(folder, { recursive: true })

const examples = new Map(examplesIn(root).map(example => [example.file, example]))
for (const file of readdirSync(folder)) if (!examples.has(file)) rmSync(join(folder, file))
for (const [file, { text }] of examples) update(join(folder, file), text)

const config = {
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    noEmit: true,
    incremental: true,
    tsBuildInfoFile: join(cache, 'tsconfig.tsbuildinfo'),
  },
  files: [...examples.keys()].map(file => join(folder, file)),
}
update(join(cache, 'tsconfig.json'), JSON.stringify(config))

const compiler = join(root, 'node_modules/typescript/bin/tsc')
const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', cache, '--pretty', 'false'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: Infinity,
})
process.stderr.write(stdout.replace(/^\S+\.example\.ts(?=\()/gm, documentOf) + stderr)
process.exitCode = status ?? 1

/** The document that has the example; lines and columns are as there. */
function documentOf(path) {
  return examples.get(path.split('/').at(-1))?.place.replace(/:\d+$/, '') ?? path
}

function update(path, text) {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}
