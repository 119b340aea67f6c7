/** One worker process: runs the seeds that it is handed, and looks now and then at what is left of them in memory. */
import { drawPlan } from './plan.js'
import { type Breach, run } from './run.js'

/** What the command asks for. */
export interface Task {
  readonly seed: number
  readonly hours: number
}

/** What became of a seed. */
export interface Result {
  readonly seed: number
  readonly breach: Breach | undefined
  /** Names of the faults of its plan. */
  readonly faults: readonly string[]
  /** Virtual hours, with what was counted in them. */
  readonly hours: number
  readonly counts: Readonly<Record<string, number>>
  /** Milliseconds of processor time. */
  readonly cpu: number
  readonly memory?: Memory
}

/** What a worker holds after its garbage was collected. */
export interface Memory {
  /** Seeds that this worker had run. */
  readonly seeds: number
  /** Bytes. */
  readonly heapUsed: number
  /** Markets of runs that are long over, and are still held by something. */
  readonly markets: number
}

const LOOK_EVERY = 20
/** The engine may hold on to what code touched last for a while. */
const RECENT = 10
/** So often a seed is run a second time, to see that it does the same. */
const REPEAT_EVERY = 50

let seeds = 0
let markets: WeakRef<object>[] = []

async function work({ seed, hours }: Task): Promise<Result> {
  const before = process.cpuUsage()
  const plan = drawPlan(seed, hours)
  const first = await run(plan)
  const { user, system } = process.cpuUsage(before)
  let { breach } = first
  if (breach === undefined && seed % REPEAT_EVERY === 0) {
    const second = await run(plan)
    const digests = [first.report?.digest, second.report?.digest]
    if (digests[0] !== digests[1]) {
      breach = { law: 'repeatability', message: `two runs differ: ${digests.join(' and ')}`, trace: [] }
    }
  }
  markets.push(first.market)
  seeds++
  return {
    seed,
    breach,
    faults: plan.faults.map(({ fault }) => fault),
    hours: plan.hours,
    counts: { ...first.report?.counts },
    cpu: (user + system) / 1_000,
    ...(seeds % LOOK_EVERY === 0 && { memory: await look() }),
  }
}

async function look(): Promise<Memory> {
  // What a WeakRef was made of or asked for in this turn is kept to its end.
  await new Promise(resolve => setTimeout(resolve, 0))
  globalThis.gc?.()
  const held = markets.slice(0, -RECENT).filter(market => market.deref() !== undefined)
  markets = [...held, ...markets.slice(-RECENT)]
  return { seeds, heapUsed: process.memoryUsage().heapUsed, markets: held.length }
}

process.on('message', (task: Task) => {
  void work(task).then(result => process.send?.(result))
})

// Without the command nobody wants to know.
process.on('disconnect', () => process.exit())
