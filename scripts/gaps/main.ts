/** The command: its arguments, its output, its exit code. */
import { parseArgs } from 'node:util'
import { createRandom, hash } from '../../src/simulator/random.js'
import { channelOf, isOfFutures } from './channel-of.js'
import { InputError } from './input-error.js'
import type { RecordedFrame } from './parse-line.js'
import { readRecording } from './read-recording.js'
import { describeGap, missingOf, table } from './report.js'
import { StreamCheck } from './stream-check.js'
import { verifyRemoval } from './verify-removal.js'

export const USAGE = `Usage: npm run gaps -- [options] FILE…

Reports what is missing in recordings of Binance Spot streams. Several files are one recording.

  --drop PROBABILITY  removes frames at random, and verifies that exactly those are reported
  --seed N            the seed of the removal (default 1)
  --help

Exit code: 0 without gaps, 1 with gaps, 2 for invalid arguments or files. With --drop: 0 if exactly
what was removed is reported, else 1.`

export interface Output {
  log(text: string): void
  error(text: string): void
}

interface Options {
  readonly files: readonly string[]
  readonly drop: number
  readonly seed: number
}

/** Runs the command; returns its exit code. */
export async function main(args: readonly string[], output: Output): Promise<number> {
  let options: Options | undefined
  try {
    options = readOptions(args)
  } catch (error) {
    output.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  if (options === undefined) {
    output.log(USAGE)
    return 0
  }
  try {
    return await run(options, output)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    output.error(error.message)
    return 2
  }
}

function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { drop: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) return undefined
  if (files.length === 0) throw new Error('No file is named')
  const drop = Number(values.drop ?? 0)
  if (!(drop >= 0 && drop < 1) || values.drop?.trim() === '')
    throw new Error(`--drop should be a probability from 0 to below 1, not ${values.drop}`)
  const seed = Number(values.seed ?? 1)
  if (!Number.isSafeInteger(seed) || values.seed?.trim() === '')
    throw new Error(`--seed should be an integer, not ${values.seed}`)
  return { files, drop, seed }
}

/** The frames of one stream: all of them, and those that are kept. */
interface Entry {
  readonly all: StreamCheck
  readonly kept: StreamCheck
  readonly removed: Set<number>
}

async function run({ files, drop, seed }: Options, output: Output): Promise<number> {
  const entries = new Map<string, Entry>()
  const unknown = new Map<string, number>()
  const random = createRandom(hash(`gaps:${seed}`))
  for await (const frame of readRecording(files, note => output.error(note))) {
    const entry = entries.get(frame.stream) ?? createEntry(frame, drop > 0)
    if (entry === undefined) unknown.set(frame.stream, (unknown.get(frame.stream) ?? 0) + 1)
    else {
      entries.set(frame.stream, entry)
      const index = entry.all.frames
      entry.all.add(frame)
      if (entry.kept === entry.all) continue
      if (random.next() < drop) entry.removed.add(index)
      else entry.kept.add(frame, index)
    }
  }
  for (const [stream, count] of unknown)
    output.error(`${stream}: ${count} frames of a stream that is not of Binance Spot; they were left out`)
  if (entries.size === 0)
    throw new InputError(files.join(', '), undefined, 'has no frame of a stream of Binance Spot')
  const list = [...entries.values()]
  report(
    list.map(({ kept }) => kept),
    output,
  )
  return drop > 0 ? verify(list, output) : list.some(({ all }) => all.gaps.length > 0) ? 1 : 0
}

function createEntry({ stream, payload }: RecordedFrame, removes: boolean): Entry | undefined {
  const channel = isOfFutures(payload) ? undefined : channelOf(stream)
  if (channel === undefined) return undefined
  const all = new StreamCheck(stream, channel, removes)
  return { all, kept: removes ? new StreamCheck(stream, channel, true) : all, removed: new Set() }
}

function report(checks: readonly StreamCheck[], output: Output): void {
  output.log(table(checks))
  for (const check of checks) {
    for (const gap of check.gaps) output.log(describeGap(check, gap))
    if (check.firstInvalid !== undefined)
      output.error(
        `${check.stream}: ${check.invalid} frames are not as documented, first ${check.firstInvalid}`,
      )
  }
}

function verify(entries: readonly Entry[], output: Output): number {
  const results = entries.map(({ all, kept, removed }) => ({
    all,
    kept,
    removed,
    ...verifyRemoval(all, kept, removed),
  }))
  const sum = (of: (result: (typeof results)[number]) => number): number =>
    results.reduce((total, result) => total + of(result), 0)
  const found = `${sum(({ kept }) => missingOf(kept.gaps))} missing in ${sum(({ kept }) => kept.gaps.length)} gaps`
  const removal = `${sum(({ removed }) => removed.size)} of ${sum(({ all }) => all.frames)} frames removed`
  output.log(
    `${removal}: ${found}; ${sum(({ atEnds }) => atEnds)} at the ends of their streams, where nothing shows them`,
  )
  output.log(
    `Before the removal: ${sum(({ all }) => missingOf(all.gaps))} missing in ${sum(({ all }) => all.gaps.length)} gaps`,
  )
  const wrong = results.filter(({ problem }) => problem !== undefined)
  for (const { all, problem } of wrong) output.log(`${all.stream}: ${problem}`)
  if (wrong.length === 0) output.log('Exactly what is missing is reported.')
  return wrong.length === 0 ? 0 : 1
}
