/**
 * `npm run soak`. Exits with 1 when an invariant is violated, with 2 when an argument is invalid.
 */
import { readOptions, USAGE } from './cli/options.js'
import { runSeeds } from './cli/run-seeds.js'

// A reader such as `head` has closed the pipe.
process.stdout.on('error', () => process.exit(1))

try {
  const options = readOptions(process.argv.slice(2))
  if (options === undefined) console.log(USAGE)
  else process.exitCode = await runSeeds(options)
} catch (error) {
  // An invalid argument, or a worker that crashed: both are for the caller to read.
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = 2
}
