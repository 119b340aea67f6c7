/** Lists the functions of the transpiled library that run, by V8's precise coverage. */
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { SourceMap } from 'node:module'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A tracer of the code in `folder`. Functions of the library that are not called there do not
 * count.
 */
export async function createTracer(folder) {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const sources = new Map()
  return {
    /** Runs `step` and returns the functions entered, each `{ id, file, name, line, count }`. */
    async trace(step) {
      // Taking the coverage sets its counts to 0.
      await session.post('Profiler.takePreciseCoverage')
      await step()
      const { result } = await session.post('Profiler.takePreciseCoverage')
      return result.filter(({ url }) => isIn(url)).flatMap(entered)
    },
    /** The frames of `stack` in the library, from the first called to the last. */
    chain: stack => chainOf(stack).reverse(),
    close: () => session.disconnect(),
  }

  function isIn(url) {
    return url.startsWith('file:') && fileURLToPath(url).startsWith(folder + sep)
  }

  function entered({ url, functions }) {
    const source = sourceOf(fileURLToPath(url))
    return functions.flatMap(({ functionName, ranges: [{ startOffset, endOffset, count }] }) => {
      const isModule = startOffset === 0 && endOffset >= source.text.trimEnd().length
      if (count === 0 || isModule) return []
      const line = source.lineAt(startOffset)
      const name = functionName === '' ? '(anonymous)' : functionName
      return [{ id: `${source.file}:${startOffset}`, file: source.file, name, line, count }]
    })
  }

  function chainOf(stack = '') {
    return [...stack.matchAll(/at (?:async )?(?:(.*?) \()?(file:[^\s)]+):(\d+):(\d+)\)?$/gm)]
      .filter(([, , url]) => isIn(url))
      .map(([, name = '(anonymous)', url, line, column]) => {
        const source = sourceOf(fileURLToPath(url))
        return { file: source.file, name, line: source.lineOf(Number(line) - 1, Number(column) - 1) }
      })
  }

  function sourceOf(path) {
    const known = sources.get(path)
    if (known !== undefined) return known
    const text = readFileSync(path, 'utf8')
    const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')))
    const lineOf = (line, column) => (map.findEntry(line, column).originalLine ?? -1) + 1
    const lineAt = offset => {
      const before = text.slice(0, offset).split('\n')
      return lineOf(before.length - 1, before.at(-1).length)
    }
    const file = `src/${relative(folder, path).split(sep).join('/').replace(/\.js$/, '.ts')}`
    const source = { file, text, lineOf, lineAt }
    sources.set(path, source)
    return source
  }
}
