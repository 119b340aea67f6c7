/**
 * One worker process: runs the seeds that it receives, and measures now and then what remains of
 * them in memory.
 */
import { runScenario, type Violation } from '../run/run-scenario.js'
import { generateScenario } from '../scenario/generate-scenario.js'

export interface Task {
  readonly seed: number
  readonly hours: number
}

export interface Result {
  readonly seed: number
  readonly violation: Violation | undefined
  /** Names of the faults of its scenario. */
  readonly faults: readonly string[]
  /** Virtual hours, with their counts. */
  readonly hours: number
  readonly counts: Readonly<Record<string, number>>
  /** Books that were live again in time, and late. */
  readonly recoveries: { readonly inTime: number; readonly late: number }
  /** Milliseconds of processor time. */
  readonly cpu: number
  readonly memory?: MemorySample
}

/** The memory that a worker retains after garbage collection. */
export interface MemorySample {
  /** Seeds that this worker has run. */
  readonly seeds: number
  /** Bytes. */
  readonly heapUsed: number
  /** Markets of completed runs that are still referenced. */
  readonly markets: number
}

const MEASURE_EVERY = 20
/** V8 may retain for a while what code touched last. */
const RECENT = 10
/** Each so many seeds one is run a second time, to check that it is deterministic. */
const REPEAT_EVERY = 50

let seeds = 0
let markets: WeakRef<object>[] = []

async function work({ seed, hours }: Task): Promise<Result> {
  const before = process.cpuUsage()
  const scenario = generateScenario(seed, hours)
  const first = await runScenario(scenario)
  const { user, system } = process.cpuUsage(before)
  let { violation } = first
  if (violation === undefined && seed % REPEAT_EVERY === 0) {
    const second = await runScenario(scenario)
    const digests = [first.report?.digest, second.report?.digest]
    if (digests[0] !== digests[1]) {
      const message = `two runs differ: ${digests.join(' and ')}`
      violation = { invariant: 'determinism', message, trace: [] }
    }
  }
  markets.push(first.market)
  seeds++
  return {
    seed,
    violation,
    faults: scenario.faults.map(({ fault }) => fault),
    hours: scenario.hours,
    counts: { ...first.report?.counts },
    recoveries: first.recoveries,
    cpu: (user + system) / 1_000,
    ...(seeds % MEASURE_EVERY === 0 && { memory: await measureMemory() }),
  }
}

async function measureMemory(): Promise<MemorySample> {
  // The target of a WeakRef that was created or read in this turn is retained to its end.
  await new Promise(resolve => setTimeout(resolve, 0))
  // A regular expression retains the last text that it matched, here a frame of up to 10 MB.
  'x'.match(/x/)
  globalThis.gc?.()
  const retained = markets.slice(0, -RECENT).filter(market => market.deref() !== undefined)
  markets = [...retained, ...markets.slice(-RECENT)]
  return { seeds, heapUsed: process.memoryUsage().heapUsed, markets: retained.length }
}

process.on('message', (task: Task) => {
  void work(task).then(result => process.send?.(result))
})

// The command has ended.
process.on('disconnect', () => process.exit())
