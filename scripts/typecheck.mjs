/**
 * `npm run typecheck`: checks the types of all sources, and of every example of the documents and
 * doc comments, in one program. Examples import the built package, as users do. `spec/docs.spec.ts`
 * runs them.
 */
import { join } from 'node:path'
import ts from 'typescript'
import { examplesIn, lineAt } from './test/examples.mjs'

const root = join(import.meta.dirname, '..')
const examples = new Map(examplesIn(root).map(example => [example.file, example]))
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root)
const disk = ts.createCompilerHost({ ...options, noEmit: true })
const host = {
  ...disk,
  fileExists: path => examples.has(path) || disk.fileExists(path),
  readFile: path => examples.get(path)?.text ?? disk.readFile(path),
  getSourceFile: (path, ...rest) => {
    const example = examples.get(path)
    return example ? ts.createSourceFile(path, example.text, rest[0]) : disk.getSourceFile(path, ...rest)
  },
}
const program = ts.createProgram([...fileNames, ...examples.keys()], { ...options, noEmit: true }, host)
const diagnostics = ts.getPreEmitDiagnostics(program)
const isInExample = ({ file }) => file !== undefined && examples.has(file.fileName)

for (const { file, start, messageText } of diagnostics.filter(isInExample)) {
  const path = examples.get(file.fileName).place.replace(/:\d+$/, '')
  console.error(`${path}:${lineAt(file.text, start)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
}
const others = ts.sortAndDeduplicateDiagnostics(diagnostics.filter(each => !isInExample(each)))
process.stderr.write(ts.formatDiagnostics(others, disk))
process.exitCode = diagnostics.length === 0 ? 0 : 1
