/** Options of the command. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

export const USAGE = `npm run soak -- [--seeds N] [--seed S] [--hours H] [--jobs J] [--verbose]

  --seeds N    how many seeds; 100 by default, 1 where --seed is given
  --seed S     the first of them; 1 by default
  --hours H    virtual hours of each; 1 by default
  --jobs J     processes; one per processor by default
  --verbose    prints a line per seed, and the complete trace of a failure`

export interface Options {
  readonly seeds: number
  readonly seed: number
  readonly hours: number
  readonly jobs: number
  readonly verbose: boolean
}

/**
 * Parses arguments; `undefined` when help is requested. Throws an `Error` that names an invalid
 * argument.
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      hours: { type: 'string' },
      jobs: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const read = (name: 'seeds' | 'seed' | 'hours' | 'jobs', defaultValue: number): number => {
    const text = values[name]
    const number = text === undefined ? defaultValue : Number(text)
    const isHours = name === 'hours'
    const isValid = isHours ? number > 0 && number <= 1_000 : Number.isSafeInteger(number) && number >= 1
    if (isValid) return number
    throw new Error(
      `--${name} should be ${isHours ? 'a number above 0, up to 1000' : 'an integer from 1'}, not ${String(text)}`,
    )
  }
  return {
    seeds: read('seeds', values.seed === undefined ? 100 : 1),
    seed: read('seed', 1),
    hours: read('hours', 1),
    jobs: read('jobs', availableParallelism()),
    verbose: values.verbose,
  }
}
