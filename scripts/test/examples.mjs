/** Finds the examples of the documents and of doc comments. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files that may contain examples, relative to `root`. */
export function exampleSources(root) {
  const sources = filesIn(root, 'src', path => /\.m?ts$/.test(path))
  const documents = filesIn(
    root,
    'docs',
    path => path.endsWith('.md') && !path.includes('node_modules') && !path.startsWith('reference'),
  )
  return { sources, documents: ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...documents] }
}

/**
 * Every `ts` fence: `place` is its file and line, `file` the name under which it is compiled,
 * `reason` the reason why it cannot run, from the fence:
 * ```ts no-run: needs the real exchange. A fence with `for each
 * row` is an example with each code cell of the table that follows.
 */
export function examplesIn(root) {
  const { sources, documents } = exampleSources(root)
  return [...documents, ...sources].flatMap(path =>
    examplesOf(path, readFileSync(join(root, path), 'utf8')).map(example => ({
      ...example,
      file: `${path.replaceAll('/', '_')}_${example.place.split(':').at(-1)}.example.ts`,
    })),
  )
}

/** The number of the line of `text` at `index`, from 1. */
export function lineAt(text, index) {
  return text.slice(0, index).split('\n').length
}

function filesIn(root, folder, isWanted) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(isWanted)
    .map(path => `${folder}/${path}`)
    .sort()
}

function examplesOf(path, content) {
  // A doc comment's stars are blanked, so that columns stay true as well.
  const text = path.endsWith('.md') ? content : content.replace(/^(\s*)\*(?!\/)/gm, '$1 ')
  return [
    ...text.matchAll(/^[ \t]*```ts(?:[ \t]+(?:no-run: ([^\n]+)|(for each row)))?\n(.*?)^[ \t]*```\n/gms),
  ].flatMap(({ index, 0: fence, 1: reason, 2: isForRows, 3: body = '' }) => {
    const line = lineAt(text, index) + 1
    if (isForRows === undefined) return [example(path, line, body, reason)]
    const end = index + fence.length
    const oneLine = `${body.trim().split(/\n+/).join('; ')}; `
    return rowsOf(text.slice(end)).map(row =>
      example(path, lineAt(text, end) + row.line - 1, `${row.code}\n`, undefined, oneLine),
    )
  })
}

function example(path, line, body, reason, before = '') {
  return {
    place: `${path}:${line}`,
    // As many lines above the example as in its file, so that errors name its lines.
    text: `${before}${'\n'.repeat(line - 1)}${body}\nexport {}\n`,
    reason,
  }
}

/** The code in the last cells of the first table of `text`, with the line of each row, from 1. */
function rowsOf(text) {
  const lines = text.split('\n')
  const first = lines.findIndex(line => line.startsWith('|'))
  const after = lines.findIndex((line, index) => index > first && !line.startsWith('|'))
  return lines.slice(first, after).flatMap((row, index) => {
    const cell = row.split(/(?<!\\)\|/).at(-2) ?? ''
    const code = [...cell.matchAll(/`([^`]+)`/g)]
      .map(([, span = '']) => span.replaceAll('\\|', '|'))
      .join('; ')
    return code === '' ? [] : [{ line: first + index + 1, code }]
  })
}
