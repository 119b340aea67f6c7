/** The text in the box of a diagram: the code that the spec asserts on. */
import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** Characters. Of several operators that are longer together, only the first is shown. */
const MAX_LENGTH = 80

/**
 * The code given to the `expectObservable` that is called on `line` (from 1), or the operators
 * alone when it is a pipe.
 */
export function labelAt(path, line) {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const call = find(
    file,
    node =>
      ts.isCallExpression(node) &&
      node.expression.getText() === 'expectObservable' &&
      file.getLineAndCharacterOfPosition(node.getStart()).line + 1 === line,
  )
  if (call === undefined) throw new Error(`${path}:${line} calls no expectObservable`)
  return textOf(meaning(call.arguments[0], file))
}

/** The initializer of a constant, in place of its name. */
function meaning(node, file) {
  if (!ts.isIdentifier(node)) return node
  const declarations = []
  find(file, candidate => {
    const isIt = ts.isVariableDeclaration(candidate) && candidate.name.getText() === node.text
    if (isIt && candidate.getStart() < node.getStart()) declarations.push(candidate)
    return false
  })
  return declarations.at(-1)?.initializer ?? node
}

function textOf(node) {
  const isPipe =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'pipe'
  const [first, ...others] = (isPipe ? [...node.arguments] : [node]).map(oneLine)
  const all = [first, ...others].join(', ')
  return all.length <= MAX_LENGTH || others.length === 0 ? all : `${first}, …`
}

/** As Prettier would format it, on one line. */
function oneLine(node) {
  return node
    .getText()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/([([]) /g, '$1')
    .replaceAll(/,? ([)\]])/g, '$1')
    .replaceAll(/, }/g, ' }')
    .replaceAll(/ \.(?=\w)/g, '.')
}

function find(node, isIt) {
  if (isIt(node)) return node
  return ts.forEachChild(node, child => find(child, isIt))
}
