/** Finds and resolves the relative imports of a file. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** The source extensions of an import's extension. */
const EXTENSIONS = { '.js': ['.ts', '.tsx', '.js'], '.mjs': ['.mts', '.mjs'] }

/**
 * Calls `visit(node, specifier)` for each import, export and dynamic import of the file being
 * linted.
 */
export function visitImports(visit) {
  const check = node => {
    const source = node.source ?? node.argument?.literal
    if (typeof source?.value === 'string') visit(source, source.value)
  }
  return {
    ImportDeclaration: check,
    ExportNamedDeclaration: check,
    ExportAllDeclaration: check,
    ImportExpression: check,
    TSImportType: check,
  }
}

/**
 * The file that `specifier` names in `file`, or `undefined` where it names a package or nothing.
 */
export function resolveImport(file, specifier) {
  if (!specifier.startsWith('.')) return undefined
  const path = join(dirname(file), specifier)
  const extension = /\.m?js$/.exec(path)?.[0]
  const candidates =
    extension === undefined
      ? [path]
      : EXTENSIONS[extension].map(other => `${path.slice(0, -extension.length)}${other}`)
  return candidates.find(existsSync)
}

/** The files that `file` imports. */
export function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true)
  return importedFiles
    .map(({ fileName }) => resolveImport(file, fileName))
    .filter(path => path !== undefined && /\.m?[jt]sx?$/.test(path))
}
