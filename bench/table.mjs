/** Tables in Markdown, and the places in a document where they belong. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

/** A table whose first columns are text, one unless more are said, and whose others are figures. */
export function table(head, rows, texts = 1) {
  const line = cells => `| ${cells.join(' | ')} |`
  return [
    line(head),
    line(head.map((_, column) => (column < texts ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n')
}

/** Puts `text` between the markers of `name` in the document at a URL and leaves the rest, which is written by hand. */
export async function place(url, name, text) {
  const path = fileURLToPath(url)
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
  const document = await readFile(path, 'utf8')
  const [from, to] = [document.indexOf(begin), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${path} has no place between "${begin}" and "${end}"`)
  const written = `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`
  await writeFile(path, await format(written, { ...(await resolveConfig(path)), filepath: path }))
}
