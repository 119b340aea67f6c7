/** Adapts references of documents that the repository resolves and a site does not. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Folders lead to their README.md; references to sources, and to folders without one, become plain
 * text.
 */
export function localReferences(md, root) {
  md.core.ruler.push('local-references', ({ tokens, env }) => {
    const folder = dirname(env.realPath ?? env.path ?? join(root, 'README.md'))
    for (const { children } of tokens) if (children) adapt(children, folder)
  })
}

function adapt(tokens, folder) {
  let isPlain = false
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const target = targetOf(token.attrGet('href'), folder)
      isPlain = target === undefined
      if (isPlain) Object.assign(token, { type: 'span_open', tag: 'span', attrs: [] })
      else token.attrSet('href', target)
    } else if (token.type === 'link_close' && isPlain) {
      Object.assign(token, { type: 'span_close', tag: 'span' })
      isPlain = false
    }
  }
}

function targetOf(href, folder) {
  if (/^([a-z]+:|\/|#)/.test(href)) return href
  const [path, anchor] = href.split('#')
  const file = join(folder, decodeURI(path))
  if (!existsSync(file)) return href
  if (!statSync(file).isDirectory()) return path.endsWith('.md') ? href : undefined
  const readme = `${path.replace(/\/$/, '')}/README.md`
  if (!existsSync(join(folder, readme))) return undefined
  return anchor === undefined ? readme : `${readme}#${anchor}`
}
