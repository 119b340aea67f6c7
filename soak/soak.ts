/** Many seeds over several processes: what broke, and how to see it again. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Options } from './options.js'
import { drawPlan } from './plan.js'
import { run } from './run.js'
import { shrink } from './shrink.js'
import { Tally } from './tally.js'
import type { Result, Task } from './worker.js'

const LAST_STEPS = 25
/** Runs that are spent on a smaller plan. */
const TRIES = 200

/** Returns the exit code: 1 when anything broke. */
export async function soak(options: Options): Promise<number> {
  const { seeds, seed, hours, jobs, verbose } = options
  const begun = Date.now()
  const tally = new Tally()
  const last = seed + seeds
  let next = seed

  const progress = (): void => {
    if (!process.stderr.isTTY) return
    const left = ((Date.now() - begun) / Math.max(1, tally.seeds)) * (seeds - tally.seeds)
    process.stderr.write(
      `\r\x1b[K${tally.seeds} of ${seeds} seeds, ${tally.broken.length} broken, ${time(left)} to go`,
    )
  }

  const done = (result: Result, worker: number): void => {
    tally.add(result, worker)
    if (verbose) console.log(line(result))
    if (result.breach !== undefined && tally.broken.length === 1) report(result, options)
    else if (result.breach !== undefined && !verbose) console.log(line(result))
    progress()
  }

  const workers = Array.from({ length: Math.min(jobs, seeds) }, (_, worker) =>
    // A process each: a worker thread's heap cannot be collected, nor its processor time measured, apart from the others'.
    inProcess(child => {
      const hand = (): void => {
        if (next < last) child.send({ seed: next++, hours } satisfies Task)
        else child.disconnect()
      }
      child.on('message', (result: Result) => {
        done(result, worker)
        hand()
      })
      hand()
    }),
  )
  await Promise.all(workers)
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

  const { broken, leak } = tally
  for (const text of tally.lines()) console.log(text)
  if (leak !== undefined) console.log(`✗ memory: ${leak}`)
  const [first] = broken
  if (first?.breach !== undefined) await reportSmaller(first.seed, hours, first.breach.law)
  const verdict = broken.length === 0 ? 'no law was broken' : `${broken.length} broke a law`
  console.log(`${seeds} seeds in ${time(Date.now() - begun)}: ${verdict}`)
  if (broken.length > 1) console.log(`seeds: ${broken.map(each => each.seed).join(' ')}`)
  return broken.length === 0 && leak === undefined ? 0 : 1
}

/** Runs a worker process to its end. */
function inProcess(drive: (child: ChildProcess) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), [], {
      execArgv: ['--import', 'tsx', '--expose-gc'],
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`a worker process ended with ${signal ?? `code ${code}`}`))
    })
    drive(child)
  })
}

const line = ({ seed, breach, counts, cpu }: Result): string =>
  breach === undefined
    ? `✓ ${seed}  ${Math.round(cpu)} ms, ${counts['events']} events, ${counts['reconnects']} reconnects`
    : `✗ ${seed}  ${breach.law}: ${firstLine(breach.message)}`

function report({ seed, breach }: Result, { hours, verbose }: Options): void {
  if (breach === undefined) return
  console.log(`\n✗ seed ${seed} breaks the law of ${breach.law}: ${breach.message}\n`)
  for (const step of breach.trace.slice(verbose ? 0 : -LAST_STEPS)) console.log(`  ${step}`)
  const asked = hours === 1 ? '' : ` --hours ${hours}`
  console.log(`\nTo see it again: npm run soak -- --seed ${seed}${asked} --verbose\n`)
}

async function reportSmaller(seed: number, hours: number, law: string): Promise<void> {
  const { faults, traffic, market, latency } = await shrink(drawPlan(seed, hours), run, law, TRIES)
  console.log(`\nSeed ${seed} breaks it with as little as this, on a wire of ${latency} ms:`)
  console.log(`  market  ${JSON.stringify(market)}`)
  for (const fault of faults) console.log(`  fault   ${JSON.stringify(fault)}`)
  for (const action of traffic) console.log(`  user    ${JSON.stringify(action)}`)
  console.log()
}

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

/** `2:05`: minutes and seconds. */
function time(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
