/**
 * Adds the browser build to a format of the library. `x-browser.js` replaces `x.js` in browsers, so
 * only the modules that lead to a replaced one differ: `browser/` holds copies of these, which
 * import everything else from the folder above. A copy of all modules would double the package.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path/posix'

const SUFFIX = '-browser.js'

/** A relative specifier in an `import`, an `export … from` or a `require`. */
const RELATIVE = /(\b(?:from|import)\s*\(?\s*|\brequire\()(['"])(\.{1,2}\/[^'"]+)\2/g

/** Packages that no bundler can reduce to their used parts, and our module with those parts. */
const PACKAGES = { 'io-ts': 'codec/io-ts-browser.js', 'fp-ts/lib/Either.js': 'codec/io-ts-browser.js' }
const REPLACED_PACKAGE = /(['"])(io-ts|fp-ts\/lib\/Either\.js)\1/g

/** Writes `<folder>/browser`. */
export function addBrowserBuild(folder) {
  const modules = new Map(
    readdirSync(folder, { recursive: true })
      .filter(path => path.endsWith('.js'))
      .map(path => [path, readFileSync(join(folder, path), 'utf8')]),
  )
  const replacements = new Map(
    [...modules.keys()]
      .filter(path => path.endsWith(SUFFIX) && !Object.values(PACKAGES).includes(path))
      .map(path => [path.replace(SUFFIX, '.js'), path]),
  )
  assertKnownCodecs(modules)
  for (const [path, replacement] of replacements) assertSameExports(modules, path, replacement)
  const copied = differing(modules, replacements)
  for (const path of copied) {
    const file = join(folder, 'browser', path)
    const quoted = (quote, target) => {
      const to = relative(join('browser', dirname(path)), target)
      return `${quote}${to.startsWith('.') ? to : `./${to}`}${quote}`
    }
    const text = modules
      .get(path)
      .replace(RELATIVE, (_, before, quote, specifier) => {
        const imported = join(dirname(path), specifier)
        const target = copied.has(imported) ? `browser/${imported}` : (replacements.get(imported) ?? imported)
        return before + quoted(quote, target)
      })
      .replace(REPLACED_PACKAGE, (_, quote, name) => quoted(quote, PACKAGES[name]))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

/** The modules that import a replaced module or package, directly or not. */
function differing(modules, replacements) {
  const differs = new Set(
    [...modules].filter(([, text]) => text.search(REPLACED_PACKAGE) >= 0).map(([path]) => path),
  )
  const importsDiffering = ([path, text]) =>
    importsOf(path, text).some(imported => differs.has(imported) || replacements.has(imported))
  for (let size = -1; size !== differs.size;) {
    size = differs.size
    for (const entry of modules) if (importsDiffering(entry)) differs.add(entry[0])
  }
  for (const [path, replacement] of replacements) {
    differs.delete(path)
    if (differs.has(replacement))
      throw new Error(`${replacement} imports a module that has a browser version`)
  }
  return differs
}

function importsOf(path, text) {
  return [...text.matchAll(RELATIVE)].map(([, , , specifier]) => join(dirname(path), specifier))
}

/**
 * A codec of io-ts that the browser's version lacks would be `undefined` at run time, in browsers
 * only.
 */
function assertKnownCodecs(modules) {
  const version = PACKAGES['io-ts']
  const known = exportsOf(modules.get(version)).split(', ')
  for (const [path, text] of modules) {
    if (!/(['"])io-ts\1/.test(text)) continue
    const missing = [...text.matchAll(/\bt\.(\w+)/g)]
      .map(([, name]) => name)
      .find(name => !known.includes(name))
    if (missing !== undefined) throw new Error(`${path} uses t.${missing}, which ${version} has not`)
  }
}

function assertSameExports(modules, path, replacement) {
  const [expected, actual] = [path, replacement].map(each => exportsOf(modules.get(each) ?? ''))
  if (expected !== actual) {
    throw new Error(`${replacement} must export the same as ${path}: ${expected}, not ${actual}`)
  }
}

function exportsOf(text) {
  const names = [
    ...text.matchAll(
      /^export (?:async )?(?:function|class|const) (\w+)|^exports\.(\w+) =|^export \{ \w+ as (\w+)/gm,
    ),
  ]
  return [...new Set(names.map(([, esm, commonjs, renamed]) => esm ?? commonjs ?? renamed))].sort().join(', ')
}
