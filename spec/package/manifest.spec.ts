import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { needDist, ROOT } from './packed.js'

type Conditions = { readonly [condition: string]: Conditions | string }
interface Manifest {
  readonly bin: Record<string, string>
  readonly dependencies: Record<string, string>
  readonly peerDependencies: Record<string, string>
  readonly exports: Conditions
  readonly typesVersions: { readonly '*': Record<string, readonly string[]> }
  readonly sideEffects: boolean
  readonly [field: string]: unknown
}
interface Packed {
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const manifest = JSON.parse(read('package.json')) as Manifest

/** The paths of all conditions. */
const targets = (entry: Conditions | string): readonly string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(targets)

jest.setTimeout(30_000)

describe('the manifest', () => {
  it('depends on fp-ts, io-ts, ws; rxjs is a peer', () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual(['fp-ts', 'io-ts', 'ws'])
    expect(manifest.peerDependencies).toEqual({ rxjs: '^7.5.0' })
  })

  it('exports four entry points', () => {
    expect(Object.keys(manifest.exports)).toEqual([
      './package.json',
      '.',
      './operators',
      './testing',
      './simulator',
    ])
    expect(manifest.sideEffects).toBe(false)
  })

  it('points to existing files only', () => {
    needDist()
    const { main, module, types } = manifest as Record<string, string>
    const paths = [
      ...targets(manifest.exports),
      ...Object.values(manifest.typesVersions['*']).flat(),
      ...Object.values(manifest.bin),
      ...[main, module, types].map(String),
    ]
    expect(paths.filter(path => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('has a browser condition for each browser build, both formats', () => {
    needDist()
    for (const [name, entry] of Object.entries(manifest.exports).slice(1)) {
      const path = name === '.' ? 'index.js' : `${name.slice(2)}/index.js`
      const browser = targets((entry as Conditions)['browser'] ?? {}).filter(each => each.endsWith('.js'))
      const built = ['esm', 'commonjs']
        .map(format => `./dist/${format}/browser/${path}`)
        .filter(file => existsSync(join(ROOT, file)))
      expect([name, browser]).toEqual([name, built])
    }
  })

  it('resolves types of every subpath for the resolution node10', () => {
    const subpaths = Object.keys(manifest.exports).filter(name => /^\.\/\w+$/.test(name))
    expect(Object.keys(manifest.typesVersions['*'])).toEqual(subpaths.map(name => name.slice(2)))
  })

  it('names its repository, issues, home page and author', () => {
    expect(manifest).toMatchObject({
      repository: { type: 'git', url: expect.stringMatching(/^git\+https:.*\.git$/) as string },
      bugs: { url: expect.stringMatching(/^https:.*\/issues$/) as string },
      homepage: expect.stringMatching(/^https:/) as string,
      author: expect.any(String) as string,
    })
  })

  it('is locked without the address of any registry', () => {
    expect(read('package-lock.json').match(/"resolved": "(?!apps\/|")[^"]*"/g)).toBeNull()
  })
})

describe('the tarball', () => {
  let packed: Packed
  beforeAll(() => {
    needDist()
    const json = execFileSync('npm', ['pack', '--dry-run', '--json', '--silent', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    const [only] = JSON.parse(json) as Packed[]
    if (only === undefined) throw new Error('npm pack listed no package')
    packed = only
  })

  it('has the build, command, licence and documents, nothing else', () => {
    const paths = packed.files.map(({ path }) => path)
    expect(paths.filter(path => !path.startsWith('dist/')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/rxmarket-exchange.js',
      'package.json',
    ])
    const built = paths.filter(path => path.startsWith('dist/'))
    expect(built.filter(path => !/\.(js|d\.ts)$|\/package\.json$/.test(path))).toEqual([])
  })

  it('is at most 3 MB unpacked', () => {
    expect(packed.unpackedSize).toBeLessThan(3_000_000)
  })

  it('refers to no source map', () => {
    needDist()
    const files = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' })
    const scripts = files.filter(path => /\.(js|d\.ts)$/.test(path))
    expect(scripts.filter(path => read(join('dist', path)).includes('sourceMappingURL'))).toEqual([])
  })
})
