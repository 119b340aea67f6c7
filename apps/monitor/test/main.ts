/** Runs every spec in this process, as starting one for each takes longer than most of them. */
import { readdirSync } from 'node:fs'

const specs = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.spec\.tsx?$/.test(path))
  .sort()

for (const path of specs) await import(`./${path}`)
