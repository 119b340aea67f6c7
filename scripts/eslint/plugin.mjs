/** This project's own ESLint rules. `eslint.config.js` applies them. */
import { readdirSync } from 'node:fs'
import { basename, dirname, relative, sep } from 'node:path'
import { importsOf, resolveImport, visitImports } from './imports.mjs'
import { nameOf, problemOf } from './layers.mjs'

/** Imports run down the list in layers.mjs. Option: the folder that the layers are in. */
const layers = {
  meta: { type: 'problem', schema: [{ type: 'string' }] },
  create(context) {
    const [source] = context.options
    const pathOf = file => relative(source, file).split(sep).join('/')
    const from = nameOf(pathOf(context.filename))
    return visitImports((node, specifier) => {
      const target = resolveImport(context.filename, specifier)
      if (target === undefined || pathOf(target).startsWith('..')) return
      const message = problemOf(from, nameOf(pathOf(target)))
      if (message !== undefined) context.report({ node, message })
    })
  },
}

/** No file imports itself through others, not even for types. */
const noImportCircles = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = context.filename
    const own = []
    const rule = visitImports((node, specifier) => {
      const target = resolveImport(file, specifier)
      if (target !== undefined) own.push({ node, target })
    })
    return {
      ...rule,
      'Program:exit'() {
        graph.set(
          file,
          own.map(({ target }) => target),
        )
        for (const { node, target } of own) {
          const circle = pathBetween(target, file)
          if (circle === undefined) continue
          const names = [file, ...circle].map(path => basename(path)).join(' → ')
          context.report({ node, message: `Circular import: ${names}. Move what both need to a third file.` })
        }
      },
    }
  },
}

/**
 * The imports of each file read so far. Those of the file being linted are replaced by its current
 * ones.
 */
const graph = new Map()

/** The files from `start` to `end` along imports, the fewest, or `undefined`. */
function pathBetween(start, end) {
  const before = new Map([[start, undefined]])
  for (const file of before.keys()) {
    if (file === end) {
      const path = []
      for (let step = file; step !== undefined; step = before.get(step)) path.unshift(step)
      return path
    }
    if (!graph.has(file)) graph.set(file, importsOf(file))
    for (const next of graph.get(file)) if (!before.has(next)) before.set(next, file)
  }
  return undefined
}

/** A folder holds at most `max` source files. Reported once a folder, in the last of them. */
const folderSize = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { max: { type: 'integer' } }, additionalProperties: false }],
  },
  create(context) {
    const { max = 15 } = context.options[0] ?? {}
    return {
      Program(node) {
        const files = readdirSync(dirname(context.filename))
          .filter(name => /\.[cm]?[jt]sx?$/.test(name))
          .sort()
        if (files.length <= max || files.at(-1) !== basename(context.filename)) return
        const folder = basename(dirname(context.filename))
        const message = `Folder ${folder} holds ${files.length} files, at most ${max}: add sub-folders by function.`
        context.report({ node, message })
      },
    }
  },
}

export default {
  meta: { name: 'rxmarket' },
  rules: { layers, 'no-import-circles': noImportCircles, 'folder-size': folderSize },
}
