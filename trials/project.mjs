/**
 * A project of a trial: a copy of its folder, in which the packed library is installed as a user
 * would.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/**
 * Time limit of a command, ms. Bundlers and compilers take seconds, an installation at most
 * minutes.
 */
const TIMEOUT = 240_000

const INSTALL = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error']

/**
 * Copies `folder` and `apps/`, and installs the dependencies and the library.
 *
 * @param dependencies replace or extend those of the folder's package.json
 */
export async function createProject(folder, dependencies = {}) {
  const root = mkdtempSync(join(process.env.RXMARKET_TRIALS, `${basename(folder)}-`))
  cpSync(folder, root, { recursive: true })
  cpSync(join(import.meta.dirname, 'apps'), join(root, 'apps'), { recursive: true })
  const manifest = join(root, 'package.json')
  const given = JSON.parse(readFileSync(manifest, 'utf8'))
  const all = { rxmarket: `file:${process.env.RXMARKET_TARBALL}`, ...given.dependencies, ...dependencies }
  writeFileSync(manifest, JSON.stringify({ ...given, dependencies: all }, null, 2))

  /** Runs a file and resolves to its output; rejects with all of its output when it fails. */
  const run = async (file, ...args) => {
    try {
      const { stdout } = await execute(file, args, {
        cwd: root,
        timeout: TIMEOUT,
        maxBuffer: 2 ** 24,
        env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: '' },
      })
      return stdout.trim()
    } catch (error) {
      throw new Error(`${error.message}\n${error.stdout}${error.stderr}`, { cause: error })
    }
  }
  await run('npm', ...INSTALL)
  return {
    root,
    run,
    node: (...args) => run(process.execPath, ...args),
    /** Runs a command of the project's dependencies. */
    bin: (name, ...args) => run(join(root, 'node_modules/.bin', name), ...args),
    write: (path, text) => {
      writeFileSync(join(root, path), text)
      return join(root, path)
    },
    read: path => readFileSync(join(root, path), 'utf8'),
  }
}
