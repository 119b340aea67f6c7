/** `npm run soak`: exits with 1 when a law was broken, with 2 when it was not told well what to do. */
import { readOptions, USAGE } from './options.js'
import { soak } from './soak.js'

// A reader who has seen enough, such as `head`.
process.stdout.on('error', () => process.exit(1))

try {
  const options = readOptions(process.argv.slice(2))
  if (options === undefined) console.log(USAGE)
  else process.exitCode = await soak(options)
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = 2
}
