/** The package as users get it: the output of `npm pack`, installed in a separate folder. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const ROOT = resolve(__dirname, '../..')

/** Throws where the build is missing. */
export function needDist(): void {
  for (const file of ['dist/esm/index.d.ts', 'dist/commonjs/index.d.ts', 'dist/exchange/main.js']) {
    if (!existsSync(join(ROOT, file)))
      throw new Error(`${file} is missing: these specs check what is built, so run "npm run build" first`)
  }
}

/**
 * A user's project with the packed package in its node_modules, next to the dependencies it
 * declares.
 */
export class Consumer {
  readonly folder: string

  constructor() {
    needDist()
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'rxmarket-consumer-')))
    const modules = join(this.folder, 'node_modules')
    const installed = join(modules, 'rxmarket')
    mkdirSync(installed, { recursive: true })
    const packed = execFileSync(
      'npm',
      ['pack', '--silent', '--ignore-scripts', '--pack-destination', this.folder],
      {
        cwd: ROOT,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const tarball = join(this.folder, packed.trim().split('\n').at(-1) ?? '')
    execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
    // rxjs needs tslib, as npm would install it.
    for (const name of ['rxjs', 'tslib', 'fp-ts', 'io-ts', 'ws']) {
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
    }
  }

  write(name: string, text: string): string {
    const file = join(this.folder, name)
    writeFileSync(file, text)
    return file
  }

  /** Runs a file with plain node and resolves to its output. */
  run(file: string, flags: readonly string[] = []): Promise<string> {
    return new Promise((done, failed) => {
      // A user's process has neither the NODE_ENV nor the flags of these specs.
      const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' }
      const options = { cwd: this.folder, env, timeout: 20_000 }
      execFile(process.execPath, [...flags, file], options, (error, stdout, stderr) =>
        error ? failed(new Error(`${error.message}\n${stdout}${stderr}`)) : done(stdout.trim()),
      )
    })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
