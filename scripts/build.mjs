/** Builds the library and the apps, each only if its sources have changed since its last build. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')

const library = {
  name: 'rxmarket',
  sources: ['src', 'package.json', 'package-lock.json', 'tsconfig.json'],
  output: 'dist/commonjs/index.js',
  command: 'npm exec --silent -- tshy',
}

const apps = ['monitor', 'exchange'].map(app => ({
  name: `rxmarket-${app}`,
  sources: [
    ...library.sources,
    ...['src', 'package.json', 'tsconfig.build.json'].map(path => `apps/${app}/${path}`),
  ],
  output: `apps/${app}/dist/main.js`,
  command: `npm run build --silent --workspace apps/${app}`,
}))

/** Brings all of them up to date and prints what it builds. Returns whether all succeeded. */
export function build() {
  return [library, ...apps].every(isUpToDateOrBuilt)
}

function isUpToDateOrBuilt({ name, sources, output, command }) {
  const stamp = join(root, 'node_modules/.cache/rxmarket', `${name}.built`)
  const made = fingerprint(sources)
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return true
  console.error(`Building ${name} …`)
  const { status } = spawnSync(command, { cwd: root, stdio: 'inherit', shell: true })
  if (status !== 0) return false
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, made)
  return true
}

/** A digest of the content of the files. It does not depend on their times. */
function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(files)) {
    const content = readFileSync(join(root, path))
    hash.update(`${path} ${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

function files(path) {
  if (!existsSync(join(root, path))) return []
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap(name => files(join(path, name)))
}

if (import.meta.url === pathToFileURL(process.argv[1]).href && !build()) process.exitCode = 1
