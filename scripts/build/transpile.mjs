/**
 * Transpiles folders of TypeScript file by file, without types and comments: declarations, which
 * have both, come from `declarations.mjs`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

const FORMATS = { esm: ts.ModuleKind.ESNext, commonjs: ts.ModuleKind.CommonJS }

/**
 * Writes a JavaScript file in `to` for each TypeScript file in `from`. Throws on a syntax error.
 */
export function transpile({ from, to, format }) {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: FORMATS[format],
    jsx: ts.JsxEmit.ReactJSX,
    esModuleInterop: true,
    useDefineForClassFields: false,
    isolatedModules: true,
    removeComments: true,
  }
  for (const path of sources(from)) {
    const text = readFileSync(join(from, path), 'utf8')
    const { outputText, diagnostics } = ts.transpileModule(text, {
      compilerOptions,
      fileName: path,
      reportDiagnostics: true,
    })
    const [error] = diagnostics
    if (error !== undefined) {
      throw new Error(`${join(from, path)}: ${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`)
    }
    const file = join(to, path.replace(/\.tsx?$/, '.js'))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, withTabs(outputText))
  }
}

/**
 * Indents with tabs, which is an eighth of the package. Lines within template literals stay as they
 * are.
 */
function withTabs(text) {
  const file = ts.createSourceFile('x.js', text, ts.ScriptTarget.ES2022)
  const literals = []
  const collect = node => {
    if (ts.isTemplateLiteralToken(node)) literals.push([node.getStart(file), node.end])
    ts.forEachChild(node, collect)
  }
  collect(file)
  const isInLiteral = at => literals.some(([start, end]) => start < at && at < end)
  return text.replace(/^(?: {4})+/gm, (indent, at) =>
    isInLiteral(at) ? indent : '\t'.repeat(indent.length / 4),
  )
}

function sources(folder) {
  return readdirSync(folder, { recursive: true }).filter(path => /\.tsx?$/.test(path))
}
