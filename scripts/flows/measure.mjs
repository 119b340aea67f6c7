/**
 * Follows the flows of the transpiled library in the folder given, and prints them as JSON. Each
 * library has its own process.
 */
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTracer } from './coverage.mjs'
import { flows } from './scenarios.mjs'

Error.stackTraceLimit = 200

const folder = realpathSync(process.argv[2])
const load = path => import(pathToFileURL(join(folder, path)))
const library = {
  rxmarket: await load('index.js'),
  simulator: await load('simulator/index.js'),
  testing: await load('testing/index.js'),
}
const tracer = await createTracer(folder)
const results = []
for (const [title, follow] of Object.entries(flows)) {
  const { entered, chain } = await follow(library, tracer.trace)
  results.push({ title, entered, chain: tracer.chain(chain) })
}
tracer.close()
process.stdout.write(JSON.stringify(results))
