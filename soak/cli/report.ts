/** Prints the results of seeds. */
import { cleanText } from '../../src/validation/clean-text.js'
import { runScenario } from '../run/run-scenario.js'
import { shrink } from '../run/shrink.js'
import { generateScenario } from '../scenario/generate-scenario.js'
import type { Options } from './options.js'
import type { Result } from './worker.js'

const LATEST_STEPS = 25
const MAX_SHRINK_RUNS = 200

/** One line. */
export function formatResult({ seed, violation, counts, cpu }: Result): string {
  if (violation !== undefined) {
    return `✗ ${seed}  ${violation.invariant}: ${violation.message.split('\n')[0]}`
  }
  return `✓ ${seed}  ${Math.round(cpu)} ms, ${counts['events']} events, ${counts['reconnects']} reconnects`
}

/** Prints a violation with its latest steps, and the command that repeats it. */
export function reportViolation({ seed, violation }: Result, { hours, verbose }: Options): void {
  if (violation === undefined) return
  console.log(`\n✗ seed ${seed} violates ${violation.invariant}: ${violation.message}\n`)
  for (const step of violation.trace.slice(verbose ? 0 : -LATEST_STEPS)) console.log(`  ${step}`)
  const hoursOption = hours === 1 ? '' : ` --hours ${hours}`
  console.log(`\nRepeat: npm run soak -- --seed ${seed}${hoursOption} --verbose\n`)
}

/** Shrinks a scenario and prints it. */
export async function reportShrunk(seed: number, hours: number, invariant: string): Promise<void> {
  const scenario = generateScenario(seed, hours)
  const { faults, disruptions, workload, market, latency } = await shrink(
    scenario,
    runScenario,
    invariant,
    MAX_SHRINK_RUNS,
  )
  console.log(`\nThe smallest scenario found from seed ${seed}, with a latency of ${latency} ms:`)
  console.log(`  market  ${print(market)}`)
  for (const fault of faults) console.log(`  fault   ${print(fault)}`)
  for (const disruption of disruptions) console.log(`  client  ${print(disruption)}`)
  for (const action of workload) console.log(`  user    ${print(action)}`)
  console.log()
}

/** As JSON; hostile frames are long. */
const print = (value: object): string => cleanText(JSON.stringify(value), 400)

/** `2:05`: minutes and seconds. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
