/** Runs many seeds in several processes, and reports violations and how to repeat them. */
import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import type { Options } from './options.js'
import { buildWorker } from './build-worker.js'
import { formatDuration, formatResult, reportShrunk, reportViolation } from './report.js'
import { Summary } from './summary.js'
import type { Result, Task } from './worker.js'

/**
 * Returns the exit code: 1 when an invariant was violated, memory leaks or too many books were
 * late.
 */
export async function runSeeds(options: Options): Promise<number> {
  const { seeds, hours, jobs, verbose } = options
  const begin = Date.now()
  const summary = new Summary()
  const queue = taskQueue(options)

  const onResult = (result: Result, worker: number): void => {
    summary.add(result, worker)
    const isFirstFailure = result.violation !== undefined && summary.failures.length === 1
    if (verbose || (result.violation !== undefined && !isFirstFailure)) console.log(formatResult(result))
    if (isFirstFailure) reportViolation(result, options)
    printProgress(summary, seeds, begin)
  }

  const path = await buildWorker()
  const workers = Array.from({ length: Math.min(jobs, seeds) }, (_, worker) =>
    // Processes, not threads: the heap and the processor time of a thread cannot be measured
    // separately.
    runWorker(path, child => {
      const sendNext = (): void => {
        const task = queue.next()
        if (task.done === true) child.disconnect()
        else child.send(task.value)
      }
      child.on('message', (result: Result) => {
        onResult(result, worker)
        sendNext()
      })
      sendNext()
    }),
  )
  await Promise.all(workers).finally(() => rmSync(path))
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

  const { failures, leak, lateBooks } = summary
  for (const text of summary.lines()) console.log(text)
  if (leak !== undefined) console.log(`✗ memory: ${leak}`)
  if (lateBooks !== undefined) console.log(`✗ book recovery: ${lateBooks}`)
  const [first] = failures
  if (first?.violation !== undefined) await reportShrunk(first.seed, hours, first.violation.invariant)
  const verdict = failures.length === 0 ? 'no invariant violated' : `${failures.length} failed`
  console.log(`${seeds} seeds in ${formatDuration(Date.now() - begin)}: ${verdict}`)
  if (failures.length > 1) console.log(`seeds: ${failures.map(each => each.seed).join(' ')}`)
  return failures.length === 0 && leak === undefined && lateBooks === undefined ? 0 : 1
}

function* taskQueue({ seed, seeds, hours }: Options): Generator<Task, undefined> {
  for (let next = seed; next < seed + seeds; next++) yield { seed: next, hours }
}

function printProgress({ seeds: done, failures }: Summary, seeds: number, begin: number): void {
  if (!process.stderr.isTTY) return
  const left = ((Date.now() - begin) / done) * (seeds - done)
  process.stderr.write(
    `\r\x1b[K${done} of ${seeds} seeds, ${failures.length} failed, ${formatDuration(left)} left`,
  )
}

/** Runs a worker process to its end. */
function runWorker(worker: string, drive: (child: ChildProcess) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(worker, [], { execArgv: ['--enable-source-maps', '--expose-gc'] })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`a worker process ended with ${signal ?? `code ${code}`}`))
    })
    drive(child)
  })
}
