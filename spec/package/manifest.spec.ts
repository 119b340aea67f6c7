import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { needDist, ROOT } from './packed.js'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'peerDependencies' | 'exports',
  Record<string, string>
> & { sideEffects: boolean }

jest.setTimeout(30_000)

describe('the manifest', () => {
  it('depends on fp-ts, io-ts and ws, with rxjs as a peer', () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual(['fp-ts', 'io-ts', 'ws'])
    expect(Object.keys(manifest.peerDependencies)).toEqual(['rxjs'])
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

  it('is locked without the address of any registry', () => {
    expect(read('package-lock.json').match(/"resolved": "(?!apps\/|")[^"]*"/g)).toBeNull()
  })

  it('ships what is built, the licence and the words about it, and nothing else', () => {
    needDist()
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], { cwd: ROOT, encoding: 'utf8' }),
    ) as { files: { path: string }[] }[]
    const paths = packed?.files.map(({ path }) => path) ?? []
    expect(paths.filter(path => !path.startsWith('dist/')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ])
    const built = paths.filter(path => path.startsWith('dist/'))
    expect(built.filter(path => !/\.(js|m?js\.map|d\.ts)$|\/package\.json$/.test(path))).toEqual([])
  })

  it('ships source maps that hold their sources, and names none that it does not ship', () => {
    needDist()
    const built = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' })
    for (const file of built.filter(path => /\.(js|d\.ts)$/.test(path))) {
      const [, map] = /^\/\/# sourceMappingURL=(.+)$/m.exec(read(join('dist', file))) ?? []
      if (map === undefined) continue
      const { sources, sourcesContent } = JSON.parse(read(join('dist', dirname(file), map))) as {
        sources: unknown[]
        sourcesContent: unknown[]
      }
      expect([file, sourcesContent?.length]).toEqual([file, sources.length])
    }
  })
})
