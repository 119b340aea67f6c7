/** Totals over all seeds, and whether memory stays flat. */
import type { MemorySample, Result } from './worker.js'

/**
 * Bytes per seed above which the heap leaks: a market with its exchange takes a hundred times as
 * much.
 */
const MAX_GROWTH = 10_000
/** The part of the books that may be live again late. */
const MAX_LATE = 0.01
const WARMUP_SAMPLES = 5
const MIN_SAMPLES = 20

export class Summary {
  readonly #counts = new Map<string, number>()
  readonly #faults = new Map<string, number>()
  readonly #memory = new Map<number, MemorySample[]>()
  #hours = 0
  #cpu = 0
  #recovered = 0
  #recoveredLate = 0
  seeds = 0
  readonly failures: Result[] = []

  add(result: Result, worker: number): void {
    this.seeds++
    this.#hours += result.hours
    this.#cpu += result.cpu
    this.#recovered += result.recoveries.inTime + result.recoveries.late
    this.#recoveredLate += result.recoveries.late
    for (const [name, count] of Object.entries(result.counts)) increase(this.#counts, name, count)
    for (const fault of result.faults) increase(this.#faults, fault, 1)
    if (result.violation !== undefined) this.failures.push(result)
    if (result.memory !== undefined) this.#samplesOf(worker).push(result.memory)
  }

  /** Describes a leak; `undefined` when memory is flat, or there are too few samples. */
  get leak(): string | undefined {
    const retained = Math.max(0, ...[...this.#memory.values()].map(samples => samples.at(-1)?.markets ?? 0))
    if (retained > 0) return `${retained} markets of completed runs are still referenced`
    const growth = this.#growth
    return growth !== undefined && growth > MAX_GROWTH
      ? `the heap grows by ${Math.round(growth)} bytes per seed`
      : undefined
  }

  /** Describes that too many books were late; `undefined` when few were, or there are too few. */
  get lateBooks(): string | undefined {
    const isLate = this.#recovered >= 100 && this.#recoveredLate > MAX_LATE * this.#recovered
    return isLate ? `${this.#recoveredLate} of ${this.#recovered} books were live again late` : undefined
  }

  lines(): string[] {
    const counts = [...this.#counts].map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
    const faults = [...this.#faults.values()].reduce((sum, count) => sum + count, 0)
    const heaps = [...this.#memory.values()].map(samples =>
      samples
        .filter(({ seeds }) => seeds % 100 === 0)
        .map(({ heapUsed }) => (heapUsed / 2 ** 20).toFixed(1))
        .join(' '),
    )
    const growth = this.#growth
    return [
      `${this.#hours.toFixed(1)} virtual hours: ${counts.join(', ')}`,
      `${faults.toLocaleString('en')} faults of ${this.#faults.size} kinds`,
      `${this.#recovered - this.#recoveredLate} of ${this.#recovered} books were live within 3 s of when they could be`,
      ...(heaps.length > 0 ? [`heap after each 100 seeds, MB, by process: ${heaps.join(' | ')}`] : []),
      ...(growth === undefined
        ? []
        : [`growth of the heap, once warm: ${Math.round(growth)} bytes per seed`]),
      `${Math.round(this.#cpu / this.seeds)} ms of processor time per seed`,
    ]
  }

  #samplesOf(worker: number): MemorySample[] {
    const samples = this.#memory.get(worker) ?? []
    this.#memory.set(worker, samples)
    return samples
  }

  /** Bytes per seed, the mean of all workers with enough samples. */
  get #growth(): number | undefined {
    const slopes = [...this.#memory.values()].flatMap(samples =>
      samples.length >= WARMUP_SAMPLES + MIN_SAMPLES ? [slope(samples.slice(WARMUP_SAMPLES))] : [],
    )
    if (slopes.length === 0) return undefined
    return slopes.reduce((sum, each) => sum + each, 0) / slopes.length
  }
}

function increase(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}

/** Least squares: bytes per seed. */
function slope(samples: readonly MemorySample[]): number {
  const mean = (of: (sample: MemorySample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const seeds = mean(sample => sample.seeds)
  const heap = mean(sample => sample.heapUsed)
  const covariance = mean(sample => (sample.seeds - seeds) * (sample.heapUsed - heap))
  return covariance / mean(sample => (sample.seeds - seeds) ** 2)
}
