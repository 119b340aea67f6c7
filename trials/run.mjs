/**
 * `npm run test:platforms`: packs the library and installs the tarball into a project for each
 * runner, bundler, compiler, runtime, framework and browser.
 *
 *   npm run test:platforms -- jest typescript   runs these trials only
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../scripts/build.mjs'

const here = import.meta.dirname
const trialOf = name => join(here, name, 'trial.mjs')
const chosen = process.argv.slice(2)
const names = chosen.length > 0 ? chosen : readdirSync(here).filter(name => existsSync(trialOf(name)))

if (await build()) {
  const folder = mkdtempSync(join(tmpdir(), 'rxmarket-trials-'))
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', folder], {
      cwd: join(here, '..'),
      encoding: 'utf8',
    }),
  )
  const child = spawn(process.execPath, ['--test', '--test-concurrency=2', ...names.map(trialOf)], {
    stdio: 'inherit',
    env: { ...process.env, RXMARKET_TARBALL: join(folder, packed.filename), RXMARKET_TRIALS: folder },
  })
  child.on('close', status => {
    rmSync(folder, { recursive: true, force: true })
    process.exitCode = status ?? 1
  })
} else {
  process.exitCode = 1
}
