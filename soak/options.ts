/** What the command is told to do. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

export const USAGE = `npm run soak -- [--seeds N] [--seed S] [--hours H] [--jobs J] [--verbose]

  --seeds N    how many seeds; 100 by default, 1 where --seed is given
  --seed S     the first of them; 1 by default
  --hours H    virtual hours of each; 1 by default
  --jobs J     processes; one a processor by default
  --verbose    a line a seed, and the whole trace of a failure`

export interface Options {
  readonly seeds: number
  readonly seed: number
  readonly hours: number
  readonly jobs: number
  readonly verbose: boolean
}

/** Reads arguments; throws an `Error` that says what is wrong with them. `undefined` asks for help. */
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
  const read = (name: 'seeds' | 'seed' | 'hours' | 'jobs', byDefault: number): number => {
    const text = values[name]
    const number = text === undefined ? byDefault : Number(text)
    const isRight =
      name === 'hours' ? number > 0 && number <= 1_000 : Number.isSafeInteger(number) && number >= 1
    if (!isRight) {
      throw new Error(
        `--${name} should be a ${name === 'hours' ? '' : 'whole '}number above 0, not ${String(text)}`,
      )
    }
    return number
  }
  return {
    seeds: read('seeds', values.seed === undefined ? 100 : 1),
    seed: read('seed', 1),
    hours: read('hours', 1),
    jobs: read('jobs', availableParallelism()),
    verbose: values.verbose,
  }
}
