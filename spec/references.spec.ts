/**
 * Checks that every relative reference of the documents points to a file, and every anchor to a
 * heading.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const ROOT = resolve(__dirname, '..')
const SKIPPED = /^(node_modules|dist|coverage|reference|\.git|\.vitepress)$/

const documents = documentsIn('.').sort()

interface Reference {
  readonly place: string
  readonly target: string
}

describe('the documents', () => {
  it('include the README and the guides', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/getting-started.md']))
  })

  it('refer to files and headings that exist', () => {
    const dead = documents
      .flatMap(referencesOf)
      .filter(({ place, target }) => !exists(place.replace(/:\d+$/, ''), target))
    expect(dead).toEqual([])
  })

  it('are all reachable from the README or the contributing guide', () => {
    const reached = new Set(['README.md', 'CONTRIBUTING.md', '.github/pull_request_template.md'])
    for (const path of reached) {
      for (const { target } of referencesOf(path)) {
        const file = relative(ROOT, resolve(ROOT, dirname(path), target.replace(/#.*/, '')))
        if (file.endsWith('.md') && existsSync(join(ROOT, file))) reached.add(file)
        else if (existsSync(join(ROOT, file, 'README.md'))) reached.add(join(file, 'README.md'))
        else if (file === 'docs/adr')
          for (const adr of documents.filter(one => one.startsWith(file))) reached.add(adr)
      }
    }
    expect(documents.filter(path => !reached.has(path))).toEqual([])
  })

  it('keep the README to 200 lines', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(200)
  })
})

function documentsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (SKIPPED.test(entry.name)) return []
    return entry.isDirectory() ? documentsIn(path) : path.endsWith('.md') ? [path] : []
  })
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Without code, with as many lines as before. */
function proseOf(path: string): string {
  return textOf(path)
    .replace(/^([ \t]*)(```+)[^\n]*\n.*?^\1\2[ \t]*$/gms, block => block.replaceAll(/[^\n]/g, ''))
    .replaceAll(/`[^`\n]*`/g, code => '`'.repeat(code.length))
}

function referencesOf(path: string): Reference[] {
  const text = proseOf(path)
  return [...text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)/gm)].flatMap(
    ({ 1: inline, 2: defined, index }) => {
      const target = inline ?? defined ?? ''
      if (/^[a-z]+:/.test(target)) return []
      return [{ place: `${path}:${text.slice(0, index).split('\n').length}`, target }]
    },
  )
}

function exists(from: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? from : relative(ROOT, resolve(ROOT, dirname(from), path))
  if (!existsSync(join(ROOT, file))) return false
  if (anchor === undefined) return true
  const document = statSync(join(ROOT, file)).isDirectory() ? join(file, 'README.md') : file
  return document.endsWith('.md') && anchorsOf(document).has(anchor)
}

/** As GitHub and VitePress make them of headings. */
function anchorsOf(path: string): Set<string> {
  const headings = textOf(path)
    .replace(/^```.*?^```$/gms, '')
    .matchAll(/^#{1,6} +(.+)$/gm)
  const anchors = new Set<string>()
  for (const [, heading = ''] of headings) {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\- ]/gu, '')
      .replaceAll(' ', '-')
    let unique = anchor
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`
    anchors.add(unique)
  }
  return anchors
}
