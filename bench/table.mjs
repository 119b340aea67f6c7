/** Tables in Markdown, and their places in a document. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

/** A table with `texts` columns of text, followed by columns of figures. */
export function table(head, rows, texts = 1) {
  const line = cells => `| ${cells.join(' | ')} |`
  return [
    line(head),
    line(head.map((_, column) => (column < texts ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n')
}

/**
 * Puts `text` between the markers of `name` in the document at `url`. The rest is written by hand
 * and stays.
 */
export async function place(url, name, text) {
  const path = fileURLToPath(url)
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
  const document = await readFile(path, 'utf8')
  const [from, to] = [document.indexOf(begin), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${path} has no place between "${begin}" and "${end}"`)
  const written = `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`
  await writeFile(path, await format(written, { ...(await resolveConfig(path)), filepath: path }))
}
