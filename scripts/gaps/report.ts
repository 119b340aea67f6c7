/** Prints what was found, as text. */
import type { FoundGap, StreamCheck } from './stream-check.js'

const COLUMNS = ['stream', 'frames', 'events', 'gaps', 'missing', 'out of order', 'repeated'] as const

/** One row a stream. */
export function table(checks: readonly StreamCheck[]): string {
  const rows = checks.map(({ stream, frames, events, gaps, outOfOrder, repeated }) =>
    [stream, frames, events, gaps.length, missingOf(gaps), outOfOrder, repeated].map(String),
  )
  const widths = COLUMNS.map((name, at) => Math.max(name.length, ...rows.map(row => row[at]?.length ?? 0)))
  return [COLUMNS, ...rows]
    .map(row =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

export const missingOf = (gaps: readonly FoundGap[]): number =>
  gaps.reduce((sum, { missing = 0 }) => sum + missing, 0)

/** One line a gap. */
export function describeGap({ stream, channel }: StreamCheck, gap: FoundGap): string {
  const { after, before, missing, cause, since, until, at } = gap
  const where = `before ${at.file}:${at.line}${span(since, until)}`
  if (cause === 'reset')
    return `${stream}: ids begin again, ${before ?? 'a state'} after ${after ?? 'a later one'}, ${where}`
  if (missing === undefined || after === undefined || before === undefined) return `${stream}: a gap ${where}`
  if (channel.kind === 'kline')
    return `${stream}: ${missing} closes missing from the kline of ${timeText(after)} to that of ${timeText(before)}, ${where}`
  const ids = missing === 1 ? `id ${after + 1}` : `ids ${after + 1} to ${before - 1}`
  return `${stream}: ${missing} missing, ${ids}, ${where}`
}

const span = (since: number | undefined, until: number | undefined): string =>
  since === undefined || until === undefined
    ? ''
    : `, received ${((until - since) / 1_000).toFixed(3)} s after the one before it`

/** An open time, milliseconds or microseconds. */
const timeText = (time: number): string => new Date(time > 1e14 ? time / 1_000 : time).toISOString()
