/**
 * Runs the specs in this process, as starting one for each takes longer than most of them. `colors`
 * needs its own process: Ink decides about colours when it is loaded.
 */
import { readdirSync } from 'node:fs'
import process from 'node:process'

// React's development build records timings of every frame and never frees them.
process.env['NODE_ENV'] ??= 'production'
process.env['FORCE_COLOR'] = '0'

const specs = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.spec\.tsx?$/.test(path) && !path.endsWith('colors.spec.tsx'))
  .sort()

for (const path of specs) await import(`./${path}`)
