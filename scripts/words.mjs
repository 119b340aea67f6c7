/**
 * `npm run words [-- paths]`: finds the words of `words/table.mjs` in names, comments, strings,
 * prose and file names, and names the terms to use.
 *
 *   --count   prints how often each occurs in each folder, and fails for none
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { exceptions, phrases, words } from './words/table.mjs'

const AREAS = [
  'src', 'spec', 'soak', 'apps', 'marbles', 'examples', 'scripts', 'bench', 'docs',
  'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md',
  'package.json', 'eslint.config.js', 'jest.config.js', 'tsconfig.json',
] // prettier-ignore

/** Generated files, and the lists of words. */
const SKIPPED =
  /(^|\/)(node_modules|dist|\.tshy|\.vitepress|package-lock\.json|words|reference)(\/|$)|words\.spec\.ts$/
const TEXT = /\.(md|json|[cm]?[jt]sx?|ya?ml|html|css|vue)$/

const terms = new Map(
  Object.entries(words).flatMap(([forms, instead]) => forms.split(' ').map(word => [word, instead])),
)

/**
 * The findings in `text`, each `{ line, word, instead }`. `path` decides which exceptions apply.
 */
export function findWords(text, path = '') {
  let readable = text
  for (const { pattern, files } of exceptions) {
    if (files === undefined || files.test(path)) {
      readable = readable.replaceAll(pattern, match => match.replaceAll(/[^\n]/g, '_'))
    }
  }
  const found = [...readable.matchAll(/[A-Za-z]+/g)].flatMap(({ 0: run, index }) =>
    [...run.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)].flatMap(({ 0: word, index: offset }) => {
      const instead = terms.get(word.toLowerCase())
      return instead === undefined ? [] : [{ index: index + offset, word, instead }]
    }),
  )
  // Comment leaders are blanked, so that a phrase is found across lines.
  const prose = readable.replaceAll(/\n[ \t]*(\*|\/\/|#)/g, leader => `\n${' '.repeat(leader.length - 1)}`)
  for (const [pattern, instead] of phrases) {
    const anywhere = new RegExp(pattern.source.replaceAll(' ', '\\s+'), 'g')
    for (const { 0: word, index } of prose.matchAll(anywhere)) {
      found.push({ index, word: word.replaceAll(/\s+/g, ' '), instead })
    }
  }
  return found
    .sort((a, b) => a.index - b.index)
    .map(({ index, word, instead }) => ({ line: text.slice(0, index).split('\n').length, word, instead }))
}

/** The findings in a file and in its path, which counts as line 0. */
function findInFile(root, path) {
  const inName = findWords(path).map(finding => ({ ...finding, line: 0 }))
  return [...inName, ...findWords(readFileSync(join(root, path), 'utf8'), path)]
}

function filesIn(root, path) {
  if (SKIPPED.test(path)) return []
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (!stats.isDirectory()) return TEXT.test(path) ? [path] : []
  return readdirSync(join(root, path))
    .sort()
    .flatMap(name => filesIn(root, `${path}/${name}`))
}

function main() {
  const { values: flags, positionals } = parseArgs({
    options: { count: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const root = join(import.meta.dirname, '..')
  const chosen = positionals.map(path => relative(root, join(process.cwd(), path)).split(sep).join('/'))
  const findings = (chosen.length > 0 ? chosen : AREAS)
    .flatMap(path => filesIn(root, path))
    .flatMap(path => findInFile(root, path).map(finding => ({ path, ...finding })))
  if (flags.count) return printCounts(findings)
  for (const { path, line, word, instead } of findings) {
    console.log(`${path}${line === 0 ? ' (its name)' : `:${line}`}  ${word} → ${instead}`)
  }
  if (findings.length === 0) return
  console.log(
    `\n${findings.length} words that docs/glossary.md replaces. Exceptions: scripts/words/table.mjs`,
  )
  process.exitCode = 1
}

function printCounts(findings) {
  const counts = new Map()
  for (const { path, word } of findings) {
    const area = path
      .split('/')
      .slice(0, path.startsWith('src/') || path.startsWith('spec/') ? 2 : 1)
      .join('/')
    const row = counts.get(area) ?? new Map()
    counts.set(area, row.set(word.toLowerCase(), (row.get(word.toLowerCase()) ?? 0) + 1))
  }
  for (const [area, row] of counts) {
    const total = [...row.values()].reduce((sum, count) => sum + count, 0)
    const most = [...row].sort((a, b) => b[1] - a[1]).slice(0, 8)
    console.log(
      `${String(total).padStart(5)}  ${area.padEnd(22)} ${most.map(pair => pair.join(' ')).join(', ')}`,
    )
  }
  console.log(`${String(findings.length).padStart(5)}  in all`)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main()
