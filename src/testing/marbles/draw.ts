/** Draws notifications as RxJS marbles: the inverse of parsing a diagram. */

/** A mark at one frame: a letter, `|`, `#`, `^` or `!`. */
export interface Mark {
  readonly frame: number
  readonly mark: string
}

// A longer silence is written as time (` 950ms `), so that a diagram stays on a line.
const MAX_DASHES = 30

/**
 * Draws diagrams below each other, aligned by time, in the notation of the expected diagram. Marks
 * that follow a group sooner than its width allows have no notation; the group is drawn
 * nevertheless.
 */
export function drawTogether(rows: readonly (readonly Mark[])[]): readonly string[] {
  const frames = [...new Set([0, ...rows.flatMap(row => row.map(({ frame }) => frame))])].sort(
    (a, b) => a - b,
  )
  const drawn = rows.map(() => '')
  // The distance by which a group's characters extend beyond the frame of the next mark of any row.
  const ahead = rows.map(() => 0)
  frames.forEach((frame, index) => {
    const span = (frames[index + 1] ?? frame) - frame
    const parts = rows.map((row, n) => {
      const marks = row.filter(mark => mark.frame === frame).map(({ mark }) => mark)
      const group = marks.length > 1 ? `(${marks.join('')})` : marks.join('')
      const rest = span - group.length - (ahead[n] ?? 0)
      ahead[n] = Math.max(0, -rest)
      return group + silence(rest, lastFrame(row) > frame)
    })
    const width = Math.max(...parts.map(part => part.length))
    parts.forEach((part, row) => (drawn[row] += part.padEnd(width)))
  })
  const hasMargin = drawn.every(row => row.startsWith(' '))
  return drawn.map(row => (hasMargin ? row.slice(1) : row).trimEnd())
}

/** One subscription, as `^--!`. */
export function drawSubscription({
  subscribedFrame,
  unsubscribedFrame,
}: {
  readonly subscribedFrame: number
  readonly unsubscribedFrame: number
}): string {
  const marks = [
    { frame: subscribedFrame, mark: '^' },
    { frame: unsubscribedFrame, mark: '!' },
  ].filter(({ frame }) => frame !== Infinity)
  return drawTogether([marks])[0] ?? ''
}

function lastFrame(row: readonly Mark[]): number {
  return Math.max(-1, ...row.map(({ frame }) => frame))
}

function silence(span: number, continues: boolean): string {
  if (span <= 0 || !continues) return ''
  return span <= MAX_DASHES && Number.isInteger(span) ? '-'.repeat(span) : ` ${span}ms `
}
