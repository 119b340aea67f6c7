/** What all the seeds came to, and whether memory stayed flat. */
import type { Memory, Result } from './worker.js'

/** Bytes a seed that a heap may grow by, beyond which something is kept: a market with its exchange is a hundred times as much. */
const MOST_GROWTH = 10_000
/** A worker is warm after so many looks, and may be judged after so many more. */
const WARM = 5
const ENOUGH = 20

export class Tally {
  readonly #counts = new Map<string, number>()
  readonly #faults = new Map<string, number>()
  readonly #memory = new Map<number, Memory[]>()
  hours = 0
  cpu = 0
  seeds = 0
  broken: Result[] = []

  add(result: Result, worker: number): void {
    this.seeds++
    this.hours += result.hours
    this.cpu += result.cpu
    for (const [name, count] of Object.entries(result.counts)) increase(this.#counts, name, count)
    for (const fault of result.faults) increase(this.#faults, fault, 1)
    if (result.breach !== undefined) this.broken.push(result)
    if (result.memory !== undefined) this.#looks(worker).push(result.memory)
  }

  /** Why memory is not flat; `undefined` when it is, or when there is too little to tell. */
  get leak(): string | undefined {
    const held = Math.max(0, ...[...this.#memory.values()].map(looks => looks.at(-1)?.markets ?? 0))
    if (held > 0) return `${held} markets of runs that were over are still held`
    const growth = this.#growth
    return growth !== undefined && growth > MOST_GROWTH
      ? `the heap grows by ${Math.round(growth)} bytes a seed`
      : undefined
  }

  lines(): string[] {
    const counts = [...this.#counts].map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
    const faults = [...this.#faults.values()].reduce((sum, count) => sum + count, 0)
    const looks = [...this.#memory.values()].map(each =>
      each
        .filter(({ seeds }) => seeds % 100 === 0)
        .map(({ heapUsed }) => (heapUsed / 2 ** 20).toFixed(1))
        .join(' '),
    )
    const growth = this.#growth
    return [
      `${this.hours.toFixed(1)} virtual hours: ${counts.join(', ')}`,
      `${faults.toLocaleString('en')} faults of ${this.#faults.size} kinds`,
      ...(looks.length > 0 ? [`heap after each 100 seeds, MB, by process: ${looks.join(' | ')}`] : []),
      ...(growth === undefined ? [] : [`growth of the heap, once warm: ${Math.round(growth)} bytes a seed`]),
      `${Math.round(this.cpu / this.seeds)} ms of processor time a seed`,
    ]
  }

  #looks(worker: number): Memory[] {
    const looks = this.#memory.get(worker) ?? []
    this.#memory.set(worker, looks)
    return looks
  }

  /** Bytes a seed, the mean of all workers that have been looked at often enough. */
  get #growth(): number | undefined {
    const slopes = [...this.#memory.values()].flatMap(looks =>
      looks.length >= WARM + ENOUGH ? [slope(looks.slice(WARM))] : [],
    )
    if (slopes.length === 0) return undefined
    return slopes.reduce((sum, each) => sum + each, 0) / slopes.length
  }
}

function increase(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}

/** Least squares: bytes a seed. */
function slope(looks: readonly Memory[]): number {
  const mean = (of: (look: Memory) => number): number =>
    looks.reduce((sum, look) => sum + of(look), 0) / looks.length
  const seeds = mean(look => look.seeds)
  const heap = mean(look => look.heapUsed)
  return mean(look => (look.seeds - seeds) * (look.heapUsed - heap)) / mean(look => (look.seeds - seeds) ** 2)
}
